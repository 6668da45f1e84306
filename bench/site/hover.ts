/**
 * `npm run bench -- --hover [--url http://…/runs/<id>]`: frame times while the pointer moves over a heatmap of 9,216 cells
 * (12 layers x 12 heads x 64 positions), at full speed and with the processor slowed down four times.
 *
 * Without --url it starts the built site. Intervals are those of requestAnimationFrame, 16.7 ms at 60 frames a second; the
 * pointer moves about 120 times a second, like a mouse. A frame that took longer than 1.5 intervals is late. The busy time of
 * the main thread per frame shows the margin, also on a machine with other load.
 */
import { parseArgs } from 'node:util';
import type { CDPSession, Locator, Page } from '@playwright/test';
import { launch } from './browser';
import { startStoredRun } from './stored-run';

const SECONDS = 6;
const MOVE_MS = 8;
const FRAME_MS = 1000 / 60;

const { values } = parseArgs({
  options: { url: { type: 'string' } },
});
const stored = values.url === undefined ? await startStoredRun() : null;
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1100 } });
  await page.goto(values.url ?? stored!.url);
  const cells = page.getByTestId('cells').first();
  await cells.waitFor();
  await cells.scrollIntoViewIfNeeded();
  const plot = page.getByRole('application').first();
  console.log(await plot.getAttribute('aria-label'));
  console.log(
    `${await page.locator('*').count()} elements on the page, ${await plot.locator('*').count()} in the plot`,
  );
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const rows = [];
  for (const [name, rate, isMoving] of [
    ['at rest', 1, false],
    ['hover', 1, true],
    ['hover, 4x slower', 4, true],
  ] as const) {
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    const before = await busySeconds(session);
    const row = await measure(page, cells, isMoving);
    const busy = (1000 * ((await busySeconds(session)) - before)) / row.frames;
    rows.push({ pointer: name, ...row, 'busy ms a frame': busy.toFixed(1) });
  }
  console.table(rows);
} finally {
  await browser.close();
  await stored?.stop();
}

/** Processor time of the page's main thread so far, in seconds. */
async function busySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

/**
 * Measures intervals between frames (ms) while the pointer moves over the cells row by row; returns also the last read-out.
 */
async function measure(page: Page, cells: Locator, isMoving: boolean) {
  const box = (await cells.boundingBox())!;
  const [left, top] = [Math.max(0, box.x), Math.max(0, box.y)];
  const { width, height } = page.viewportSize()!;
  const [right, bottom] = [Math.min(width, box.x + box.width), Math.min(height, box.y + box.height)];
  // As text, because functions compiled by tsx call a helper that the page does not have.
  const intervals = page.evaluate<number[]>(`new Promise((resolve) => {
    const times = [];
    const frame = (now) => {
      times.push(now);
      if (now - times[0] < ${SECONDS * 1000}) requestAnimationFrame(frame);
      else resolve(times.slice(1).map((time, at) => time - times[at]));
    };
    requestAnimationFrame(frame);
  })`);
  const until = performance.now() + SECONDS * 1000;
  let moves = 0;
  while (isMoving && performance.now() < until) {
    const due = performance.now() + MOVE_MS;
    // Each move is 1/27 of the width, so that nearly every move enters another cell.
    const [across, down] = [(moves * 0.037) % 1, (moves * 0.0011) % 1];
    await page.mouse.move(left + across * (right - left - 2) + 1, top + down * (bottom - top - 2) + 1);
    moves++;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  }
  const sorted = (await intervals).toSorted((a, b) => a - b);
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1);
  return {
    frames: sorted.length,
    'frames/s': (sorted.length / SECONDS).toFixed(1),
    'median ms': at(0.5),
    'p95 ms': at(0.95),
    'p99 ms': at(0.99),
    'longest ms': at(1),
    late: sorted.filter((ms) => ms > 1.5 * FRAME_MS).length,
    moves,
  };
}
