/**
 * `npm run bench -- --interactions [--only gallery,finding] [--turns 3]`: how fast every page of the built site answers.
 *
 * Each page is visited several times without slowdown. A trace gives the processor time that the main thread took from an input to the
 * paint after it, converted to a desktop (calibration.ts); times four, it is what the time from an input to the next paint (INP) is on
 * that desktop slowed down four times. The median of the visits counts. Then the page is opened with the processor slowed down to the
 * speed of that desktop, and Event Timing gives INP itself, which is as long as other processes on the machine make it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from '@playwright/test';
import { freePort, startServer, stopServer } from '../../scripts/production-server';
import { launch } from '../site/browser';
import { percentile } from '../statistics';
import { benchAgainst } from './against';
import { fillSite, type Content } from './content';
import { compareToDesktop } from './calibration';
import {
  inTurn,
  LIMIT_MS,
  measureInp,
  readSlowedMs,
  SLOWDOWN,
  visit,
  WINDOW,
  withPage,
  type Interaction,
} from './measure';
import { PAGES, type PageToMeasure } from './pages';
import type { Work } from './trace';

export interface InteractionsFlags {
  /** Names of pages; null for all. */
  readonly only: readonly string[] | null;
  /** Whether INP is left out, because other processes would make it longer. */
  readonly isProcessorOnly: boolean;
  /** Folder of another checkout that is visited in turns with this one, for the processor time only; null for none. */
  readonly against: string | null;
  /** Visits of each page, and of each version with `against`. */
  readonly turns: number;
}

/** Of 60 frames a second. */
const FRAME_MS = 1000 / 60;

/** Measures all pages, or some, and prints for each a table of interactions and one of frames. */
export async function benchInteractions(flags: InteractionsFlags): Promise<void> {
  const { only, against, turns } = flags;
  const pages = PAGES.filter(({ name }) => !only || only.includes(name));
  if (against !== null) return benchAgainst(against, pages, turns);
  const data = await mkdtemp(path.join(tmpdir(), 'patchbay-bench-'));
  const port = await freePort();
  const server = await startServer(port, { DATA_DIR: data, SEED_GALLERY: '0' });
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: WINDOW });
    const content = await fillSite(`http://127.0.0.1:${port}`, data, context);
    for (const page of pages) await measurePage(browser, context, content, page, flags);
  } finally {
    await browser.close();
    await stopServer(server);
    await rm(data, { recursive: true, force: true });
  }
}

async function measurePage(
  browser: Browser,
  context: BrowserContext,
  content: Content,
  { name, address, interactions }: PageToMeasure,
  { turns, isProcessorOnly }: InteractionsFlags,
): Promise<void> {
  const url = content.url + address(content);
  const visits = interactions.map((): Work[] => []);
  for (let turn = 0; turn < turns; turn++) {
    const works = await visit(browser, context, url, interactions);
    works.forEach((work, at) => {
      if (work) visits[at]!.push(work);
    });
  }
  const index = median(visits.flat(), (work) => work.index);
  const slowdown = Math.max(1, SLOWDOWN * compareToDesktop(index));
  const times = isProcessorOnly
    ? []
    : await withPage(context, url, async (page) => {
        const devtools = await page.context().newCDPSession(page);
        return inTurn(interactions, (one) => measureInp(page, devtools, one, slowdown));
      });
  const [rows, frames]: [object[], object[]] = [[], []];
  interactions.forEach((interaction, at) => {
    const works = visits[at]!;
    if (works.length === 0) return;
    if (interaction.isMovement) frames.push(frameRow(name, interaction, works));
    else rows.push(interactionRow(name, interaction, works, times[at]));
  });
  console.log(
    `${name}: BenchmarkIndex ${index.toFixed(0)}, slowed down ${slowdown.toFixed(1)} times for INP`,
  );
  if (rows.length > 0) console.table(rows);
  if (frames.length > 0) console.table(frames);
}

function interactionRow(
  page: string,
  interaction: Interaction,
  works: readonly Work[],
  inpMs: number | null | undefined,
): object {
  const { name, limitMs = LIMIT_MS } = interaction;
  const toPaint = median(works, (work) => readSlowedMs(work));
  return {
    page,
    interaction: name,
    'INP ms': inpMs === undefined ? '' : (inpMs?.toFixed(0) ?? '< 16'),
    'processor x 4, ms': toPaint.toFixed(0),
    limit: limitMs,
    over: toPaint > limitMs ? 'yes' : '',
    'longest task later x 4, ms': (SLOWDOWN * median(works, (work) => work.longestLaterMs)).toFixed(0),
    index: median(works, (work) => work.index).toFixed(0),
  };
}

function frameRow(page: string, { name }: Interaction, works: readonly Work[]): object {
  const frameMs = works.flatMap((work) => work.frameMs);
  const at = (share: number): string => percentile(frameMs, share).toFixed(1);
  const atSlowdown = (share: number): string => (SLOWDOWN * percentile(frameMs, share)).toFixed(1);
  return {
    page,
    movement: name,
    frames: frameMs.length,
    'median ms': at(0.5),
    'p95 ms': at(0.95),
    'longest ms': Math.max(0, ...frameMs).toFixed(1),
    over: percentile(frameMs, 0.95) > FRAME_MS ? 'yes' : '',
    'median x 4': atSlowdown(0.5),
    'p95 x 4': atSlowdown(0.95),
    'over at x 4': SLOWDOWN * percentile(frameMs, 0.95) > FRAME_MS ? 'yes' : '',
    index: median(works, (work) => work.index).toFixed(0),
  };
}

function median(works: readonly Work[], read: (work: Work) => number): number {
  return percentile(works.map(read), 0.5);
}
