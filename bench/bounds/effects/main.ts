/**
 * A month of a million effects a day: sizes of tables and indexes, and the times of what people ask, while the database grows. One
 * request at a time, through the built site without an engine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { freePort, startServer, stopServer } from '../../../scripts/production-server';
import { applyMigrations } from '../../../server/db/migrations';
import { fitExponent } from '../../fit';
import { fillGallery } from '../../site/fill';
import { percentile } from '../../statistics';
import { openPostgresqlBulk, openSqliteBulk, type Bulk } from './bulk';
import { prepareGrowth } from './grow';
import { mainRequests, type MainRequest } from './requests';

const MONTH = 30e6;
const YEAR = 365e6;
/** Made-up runs that are copied, each with a finding; the gallery's benchmark describes them. */
const TEMPLATES = 200;
const REPEATS = 25;
const GB = 1e9;

interface Stage {
  readonly effects: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly bytes: ReadonlyMap<string, number>;
  /** p50 and p95 by request, in ms. */
  readonly times: ReadonlyMap<string, readonly [p50: number, p95: number]>;
}

/**
 * @param scale share of the month that is loaded.
 * @param postgresql server to load half of that into, too; null: SQLite alone.
 */
export async function benchEffects(scale: number, postgresql: string | null): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-bounds-'));
  const file = path.join(folder, 'patchbay.db');
  try {
    await applyMigrations(`file:${file}`);
    await fillGallery(`file:${file}`, TEMPLATES);
    await measureDatabase(openSqliteBulk(file), MONTH * scale, { DATA_DIR: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (postgresql === null) {
    console.log('PostgreSQL: not measured (--postgresql URL).');
    return;
  }
  await withDatabase(postgresql, async (url) => {
    const empty = await mkdtemp(path.join(tmpdir(), 'patchbay-bounds-'));
    try {
      await applyMigrations(url);
      await fillGallery(url, TEMPLATES);
      await measureDatabase(await openPostgresqlBulk(url), (MONTH * scale) / 2, {
        DATA_DIR: empty,
        DATABASE_URL: url,
      });
    } finally {
      await rm(empty, { recursive: true, force: true });
    }
  });
}

async function withDatabase(server: string, work: (url: string) => Promise<void>): Promise<void> {
  const name = `patchbay_bounds_${process.pid}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    await work(url.href);
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  }
}

async function measureDatabase(
  bulk: Bulk,
  total: number,
  env: { DATA_DIR: string; DATABASE_URL?: string },
): Promise<void> {
  const growth = await prepareGrowth(bulk, total);
  const stages: Stage[] = [];
  for (const wanted of [total / 30, total / 6, total]) {
    const began = performance.now();
    await growth.growTo(wanted);
    const seconds = (performance.now() - began) / 1000;
    const stage = await measureStage(bulk, growth.countEffects(), env);
    stages.push(stage);
    const size = [...stage.bytes.values()].reduce((sum, bytes) => sum + bytes, 0) / GB;
    console.log(
      `${bulk.name}: ${growth.countEffects()} effects, ${size.toFixed(2)} GB, loaded in ${seconds.toFixed(0)} s`,
    );
  }
  await bulk.close();
  printSizes(bulk.name, stages);
  printTimes(bulk.name, stages);
}

async function measureStage(
  bulk: Bulk,
  effects: number,
  env: { DATA_DIR: string; DATABASE_URL?: string },
): Promise<Stage> {
  const rows: Record<string, number> = {};
  for (const table of ['Run', 'Finding', 'Effect', 'PromptPair']) {
    const [row] = await bulk.read<{ n: number | string }>(`SELECT COUNT(*) AS n FROM "${table}"`);
    rows[table] = Number(row!.n);
  }
  const bytes = await bulk.sizes();
  const slugs = (
    await bulk.read<{ slug: string; runId: string }>(
      `SELECT "slug", "runId" FROM "Finding" ORDER BY "id" LIMIT 100`,
    )
  ).slice(0, REPEATS);
  const port = await freePort();
  const server = await startServer(port, {
    SEED_GALLERY: '0',
    ENGINE_ENABLED: '0',
    RATE_LIMIT_WORK_PER_MINUTE: '0',
    ...env,
  });
  try {
    const times = new Map<string, readonly [number, number]>();
    for (const [name, request] of Object.entries(mainRequests(`http://127.0.0.1:${port}`, slugs)))
      times.set(name, await timeRequest(request));
    return { effects, rows, bytes, times };
  } finally {
    await stopServer(server);
  }
}

async function timeRequest(request: MainRequest): Promise<readonly [number, number]> {
  await request(0);
  const times: number[] = [];
  for (let turn = 0; turn < REPEATS; turn++) {
    const began = performance.now();
    await request(turn);
    times.push(performance.now() - began);
  }
  return [percentile(times, 0.5), percentile(times, 0.95)];
}

/** Bytes of the largest tables and indexes, and those of a year, in proportion to the rows. */
function printSizes(name: string, stages: readonly Stage[]): void {
  const last = stages.at(-1)!;
  const rows = [...last.bytes]
    .filter(([table]) => !table.startsWith('Bench'))
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 9)
    .map(([table, bytes]) => ({
      'table or index': table,
      ...Object.fromEntries(
        stages.map((stage) => [
          millions(stage.effects),
          `${((stage.bytes.get(table) ?? 0) / GB).toFixed(3)} GB`,
        ]),
      ),
      'bytes an effect': (bytes / last.effects).toFixed(0),
      'a year (365 M)': `${((bytes / last.effects) * (YEAR / GB)).toFixed(1)} GB`,
    }));
  console.log(`\n${name}: sizes; rows at the end: ${JSON.stringify(last.rows)}`);
  console.table(rows);
}

/** Times by request, how they grow, and those of a year by that growth. */
function printTimes(name: string, stages: readonly Stage[]): void {
  const rows = [...stages.at(-1)!.times].map(([request, [p50]]) => {
    const points = stages.map((stage) => [stage.effects, stage.times.get(request)![0]] as const);
    // Of the last two: the fixed part of a request hides the growth of a small database.
    const exponent = fitExponent(points.slice(-2));
    return {
      request,
      ...Object.fromEntries(
        stages.map((stage) => [
          `${millions(stage.effects)} p50 / p95 ms`,
          stage.times
            .get(request)!
            .map((ms) => ms.toFixed(ms < 10 ? 1 : 0))
            .join(' / '),
        ]),
      ),
      exponent: exponent.toFixed(2),
      'a year p50 ms': (p50 * (YEAR / stages.at(-1)!.effects) ** Math.max(0, exponent)).toFixed(0),
    };
  });
  console.log(`\n${name}: ${REPEATS} requests of each kind, one at a time`);
  console.table(rows);
}

const millions = (effects: number): string => `${(effects / 1e6).toFixed(effects < 1e7 ? 1 : 0)} M`;
