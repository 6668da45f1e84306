/**
 * `npm run bench -- --site`: the speed of the site with ten thousand findings.
 *
 * Fills a database of its own, serves the built site on it, and measures gallery queries at a fixed rate, then pages in
 * a slowed-down Chromium. `--data <folder>` keeps the database there and uses it again; `--findings`,
 * `--seconds`, `--port`, `--only queries` or `--only pages`.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { freePort, startServer, stopServer } from '../../scripts/production-server';
import { applyMigrations } from '../../server/db/migrations';
import { openDatabase } from '../../server/db';
import { formatCursor } from '../../server/paging';
import { latencyRows, openLoop, type Rate, type TimedRequest } from '../open-loop';
import { processTime } from '../process-time';
import { launch, measurePaint, measureTransfer } from './browser';
import { fillGallery } from './fill';
import { isNotebook, makeSlug } from './made-up';
import { galleryRequests, similarRequests } from './queries';

const { values } = parseArgs({
  options: {
    findings: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '20' },
    data: { type: 'string' },
    port: { type: 'string' },
    only: { type: 'string' },
  },
});
const PER_SECOND = 50;
const findings = Number(values.findings);
const folder = values.data ?? (await mkdtemp(path.join(tmpdir(), 'patchbay-bench-')));
const file = path.resolve(folder, 'patchbay.db');
const port = values.port === undefined ? await freePort() : Number(values.port);
const url = `http://127.0.0.1:${port}`;

try {
  console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores`);
  const cursors = await prepareDatabase();
  const server = await startServer(port, { DATA_DIR: folder, SEED_GALLERY: '0', ENGINE_ENABLED: '0' });
  try {
    if (values.only !== 'pages') await measureQueries(cursors, server.pid!);
    if (values.only !== 'queries') await measurePages();
  } finally {
    await stopServer(server);
  }
} finally {
  if (values.data === undefined) await rm(folder, { recursive: true, force: true });
}

/** Fills the database unless it exists; returns cursors of a hundred places in the list. */
async function prepareDatabase(): Promise<string[]> {
  if (!existsSync(file)) {
    await mkdir(folder, { recursive: true });
    const began = performance.now();
    await applyMigrations(`file:${file}`);
    await fillGallery(`file:${file}`, findings);
    console.log(`filled in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
  await applyMigrations(`file:${file}`);
  const db = openDatabase(`file:${file}`);
  try {
    const rows = await db.finding.findMany({ select: { id: true, createdAt: true } });
    const megabytes = ((await stat(file)).size / 1e6).toFixed(0);
    console.log(`${rows.length} findings, ${await db.effect.count()} effects, ${megabytes} MB\n`);
    return rows.filter((_, index) => index % Math.ceil(rows.length / 100) === 50).map(formatCursor);
  } finally {
    await db.$disconnect();
  }
}

async function measureQueries(cursors: readonly string[], pid: number): Promise<void> {
  const requests = galleryRequests(url, cursors);
  // Warms up what is compiled or read once.
  await openLoop(requests, { perSecond: 10, seconds: 3 });
  console.log(`gallery queries, ${PER_SECOND} a second:`);
  await load(requests, { perSecond: PER_SECOND, seconds: Number(values.seconds) }, pid);
  console.log('\nthe whole page, 5 a second:');
  const page = { kind: 'gallery page', send: () => fetch(url).then((response) => response.text()) };
  await load(() => page, { perSecond: 5, seconds: 6 }, pid);
  console.log('\nsimilar findings, 2 a second:');
  const slugs = Array.from({ length: 50 }, (_, at) => makeSlug(Math.floor((at * findings) / 50)));
  await load(similarRequests(url, slugs), { perSecond: 2, seconds: 25 }, pid);
}

async function load(makeRequest: (turn: number) => TimedRequest, rate: Rate, pid: number): Promise<void> {
  const before = processTime(pid);
  const found = await openLoop(makeRequest, rate);
  const each = (processTime(pid) - before) / (rate.perSecond * rate.seconds);
  console.table(latencyRows(found, 'all'));
  const share = ((each * rate.perSecond) / 10).toFixed(0);
  console.log(`the server computed ${each.toFixed(1)} ms for each: ${share}% of one core`);
}

async function measurePages(): Promise<void> {
  const slug = makeSlug(Array.from({ length: findings }, (_, at) => findings - 1 - at).find(isNotebook)!);
  const pages: [name: string, address: string][] = [
    ['gallery', `${url}/`],
    ['finding', `${url}/findings/${slug}`],
  ];
  const browser = await launch();
  try {
    console.log('\nfirst visit:');
    const transfers: object[] = [];
    for (const [name, address] of pages) transfers.push(await measureTransfer(browser, name, address));
    console.table(transfers);
    console.log('Largest Contentful Paint, processor slowed 4 times:');
    const paints: object[] = [];
    for (const [name, address] of pages) paints.push(...(await measurePaint(browser, name, address)));
    console.table(paints);
  } finally {
    await browser.close();
  }
}
