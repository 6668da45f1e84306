/**
 * `npm run bench -- --interactions --against FOLDER [--turns 3]`: this version against another checkout, such as the commit before a
 * change, both built. Their pages are visited in turns with the same content, because a machine is twice as fast at one time as at another.
 */
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import type { Browser, BrowserContext } from '@playwright/test';
import { freePort, startServer, stopServer } from '../../scripts/production-server';
import { launch } from '../site/browser';
import { BadFlag } from '../flags';
import { percentile } from '../statistics';
import { fillSite, type Content } from './content';
import { LIMIT_MS, readSlowedMs, visit, WINDOW } from './measure';
import type { PageToMeasure } from './pages';

/** Processor time of each visit, in ms of the desktop at the slowdown. */
interface Visits {
  readonly before: number[];
  readonly after: number[];
}

/**
 * Measures the processor time of pages in turns, and prints for each a table of medians with the lowest and the highest visit.
 *
 * @throws BadFlag for a folder without a built checkout.
 */
export async function benchAgainst(
  folder: string,
  pages: readonly PageToMeasure[],
  turns: number,
): Promise<void> {
  if (!existsSync(path.join(folder, '.next', 'BUILD_ID')))
    throw new BadFlag(
      `--against takes the folder of a checkout in which the site was built, not '${folder}'.`,
    );
  const data = await mkdtemp(path.join(tmpdir(), 'patchbay-bench-'));
  const browser = await launch();
  const servers: ChildProcess[] = [];
  const serve = async (own: string, checkout?: string): Promise<string> => {
    const port = await freePort();
    const env = { DATA_DIR: path.join(data, own), SEED_GALLERY: '0' };
    servers.push(await startServer(port, env, undefined, checkout));
    return `http://127.0.0.1:${port}`;
  };
  try {
    const context = await browser.newContext({ viewport: WINDOW });
    const content = await fillSite(await serve('after'), path.join(data, 'after'), context);
    // A database is copied while nothing writes to it.
    await stopServer(servers.pop()!);
    await cp(path.join(data, 'after'), path.join(data, 'before'), { recursive: true });
    const sites = { before: await serve('before', folder), after: await serve('after') };
    for (const page of pages)
      console.table(await visitInTurns(browser, context, content, sites, page, turns));
  } finally {
    await browser.close();
    for (const server of servers) await stopServer(server);
    await rm(data, { recursive: true, force: true });
  }
}

async function visitInTurns(
  browser: Browser,
  context: BrowserContext,
  content: Content,
  sites: Readonly<Record<keyof Visits, string>>,
  { name, address, interactions }: PageToMeasure,
  turns: number,
): Promise<object[]> {
  const visits = interactions.map((): Visits => ({ before: [], after: [] }));
  for (let turn = 0; turn < turns; turn++) {
    const order = ['before', 'after'] as const;
    for (const version of turn % 2 === 0 ? order : order.toReversed()) {
      const works = await visit(browser, context, sites[version] + address(content), interactions);
      works.forEach((work, at) => {
        if (work) visits[at]![version].push(readSlowedMs(work, interactions[at]!.isMovement));
      });
    }
  }
  return interactions.map(({ name: interaction, limitMs = LIMIT_MS, isMovement }, at) => ({
    page: name,
    interaction,
    'before, ms': summarise(visits[at]!.before),
    'after, ms': summarise(visits[at]!.after),
    limit: isMovement ? '' : limitMs,
  }));
}

function summarise(ms: readonly number[]): string {
  if (ms.length === 0) return 'not measured';
  const [low, median, high] = [0, 0.5, 1].map((share) => percentile(ms, share).toFixed(0));
  return ms.length === 1 ? median! : `${median} (${low} to ${high})`;
}
