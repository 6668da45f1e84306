/** Measures interactions in an open page: Event Timing at a slowdown, or processor time from a trace. */
import type { Browser, BrowserContext, CDPSession, Locator, Page } from '@playwright/test';
import { percentile } from '../statistics';
import { addCalibration, calibrate } from './calibration';
import { END_MARK, readWork, START_MARK, TRACE_CATEGORIES, type TraceEvent, type Work } from './trace';

/** What a person does. */
export interface Interaction {
  readonly name: string;
  /** Scrolled into view, and under the pointer, before the measurement. */
  readonly target?: ((page: Page) => Locator) | undefined;
  readonly act: (page: Page, target: Locator | null) => Promise<void>;
  /** In ms: 100, or 50 in heatmaps. Default: 100. */
  readonly limitMs?: number;
  /** Whether the pointer moves all the time: frames are measured instead of the time to the paint. */
  readonly isMovement?: boolean;
}

/** Of the desktop of the calibration. */
export const SLOWDOWN = 4;
/** Of an interaction, in ms. */
export const LIMIT_MS = 100;
export const WINDOW = { width: 1400, height: 900 };

/** Time after an interaction in which its work is done. */
const SETTLE_MS = 400;
/** A target that is not there by then has another name, or an earlier interaction did not do what it should. */
const FIND_MS = 30_000;

/** Notes every event of 16 ms or more. To be called before the page is opened. */
export async function watchEvents(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = window as unknown as { interactions: { ms: number; start: number }[] };
    seen.interactions = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { interactionId, duration, startTime } = entry as PerformanceEventTiming;
        if (interactionId > 0) seen.interactions.push({ ms: duration, start: startTime });
      }
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
}

/** @returns the longest time from an input to its paint, in ms; null when all were below 16 ms. */
export async function measureInp(
  page: Page,
  devtools: CDPSession,
  interaction: Interaction,
  slowdown: number,
): Promise<number | null> {
  const target = await prepare(page, interaction);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const since = await page.evaluate(() => performance.now());
  await interaction.act(page, target);
  await page.waitForTimeout(SETTLE_MS * 2);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const times = await page.evaluate(
    (from) =>
      (window as unknown as { interactions: { ms: number; start: number }[] }).interactions
        .filter(({ start }) => start >= from)
        .map(({ ms }) => ms),
    since,
  );
  return times.length === 0 ? null : Math.max(...times);
}

/** One visit of a page: the processor time of its main thread in each interaction; null for one that was not possible. */
export async function visit(
  browser: Browser,
  context: BrowserContext,
  url: string,
  interactions: readonly Interaction[],
): Promise<(Work | null)[]> {
  return withPage(context, url, (page) => inTurn(interactions, (one) => measureWork(browser, page, one)));
}

/** Processor time of the page's main thread, without slowdown. */
async function measureWork(browser: Browser, page: Page, interaction: Interaction): Promise<Work> {
  const target = await prepare(page, interaction);
  await browser.startTracing(page, { categories: TRACE_CATEGORIES });
  await calibrate(page);
  await setMark(page, START_MARK);
  await interaction.act(page, target);
  await page.waitForTimeout(SETTLE_MS);
  await setMark(page, END_MARK);
  await calibrate(page);
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return readWork(trace.traceEvents);
}

async function setMark(page: Page, mark: string): Promise<void> {
  await page.evaluate((name) => {
    performance.mark(name);
  }, mark);
}

/** At the slowdown, in ms: the slowest input, or the median frame of a movement. */
export function readSlowedMs({ toPaintMs, frameMs }: Work, isMovement = false): number {
  return SLOWDOWN * (isMovement ? percentile(frameMs, 0.5) : Math.max(0, ...toPaintMs));
}

async function prepare(page: Page, { target }: Interaction): Promise<Locator | null> {
  const found = target?.(page).first() ?? null;
  if (found) {
    await found.waitFor({ timeout: FIND_MS });
    await found.scrollIntoViewIfNeeded();
    const { x, y } = await findMiddle(found);
    await page.mouse.move(x, y);
  }
  await page.waitForTimeout(SETTLE_MS);
  return found;
}

/** The middle of the part of an element that is in the window. */
export async function findMiddle(target: Locator): Promise<{ x: number; y: number }> {
  const box = (await target.boundingBox())!;
  const { width, height } = target.page().viewportSize()!;
  const middle = (from: number, length: number, most: number): number =>
    (Math.max(0, from) + Math.min(most, from + length)) / 2;
  return { x: middle(box.x, box.width, width), y: middle(box.y, box.height, height) };
}

/** Opens a page, and closes it after its use. */
export async function withPage<T>(
  context: BrowserContext,
  url: string,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const page = await context.newPage();
  try {
    await watchEvents(page);
    await addCalibration(page);
    await page.goto(url, { waitUntil: 'networkidle' });
    return await use(page);
  } finally {
    await page.close();
  }
}

/** Measures interactions one after the other; null for one that is not possible, which is said. */
export async function inTurn<R>(
  interactions: readonly Interaction[],
  measure: (one: Interaction) => Promise<R>,
): Promise<(R | null)[]> {
  const results: (R | null)[] = [];
  for (const one of interactions)
    results.push(
      await measure(one).catch((error: unknown) => {
        console.error(`${one.name}: ${String(error)}`);
        return null;
      }),
    );
  return results;
}
