/** One and two workers of one thread each: the time of a run that they share, and of requests while both compute. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseConfig } from '../../server/config';
import { applyMigrations } from '../../server/db/migrations';
import { submitRun } from '../../server/runs/submit/submit';
import type { RunInput } from '../../server/runs/submit/validate';
import { createServices, type Services } from '../../server/services/services';
import { startOwnRedis } from '../../server/testing/redis';
import { startWorkerProcess, type WorkerProcess } from '../../server/testing/worker-process';
import { makeInput } from '../many-pairs/input';
import { digestRun } from '../many-pairs/digest';
import { NOTEBOOK } from '../sets';
import { latencyColumns } from '../statistics';

const MODEL = 'patchbay-mini';
const COUNTS = [1, 2];
/** Pause between two requests, in ms. */
const REQUEST_MS = 100;
/** Loads the model of every worker. */
const WARM_UP_PAIRS = 256;

/** Prints a row for each number of workers. */
export async function measureRealWorkers(pairs: number): Promise<void> {
  const redis = await startOwnRedis();
  if (redis === null) {
    console.log('redis-server is not installed; real workers are not measured.');
    return;
  }
  const dataDir = mkdtempSync(path.join(tmpdir(), 'patchbay-workers-'));
  const env = { DATA_DIR: dataDir, REDIS_URL: redis.url, ENGINE_THREADS: '1', ENGINE_PROVIDER: 'cpu' };
  const config = parseConfig({ NODE_ENV: 'production', LOG_LEVEL: 'error', ...env });
  await applyMigrations(config.databaseUrl);
  const web = createServices(config, null);
  await web.db.user.create({ data: { id: 'bench', name: 'bench' } });
  const workers: WorkerProcess[] = [];
  const rows: Record<string, unknown>[] = [];
  const digests = new Set<string>();
  let alone = 0;
  try {
    for (const count of COUNTS) {
      while (workers.length < count) workers.push(startWorkerProcess(env));
      await whenReady(web, count);
      await compute(web, await makeInput(web, WARM_UP_PAIRS, NOTEBOOK.kinds));
      // Made before the requests: generating pairs would delay them.
      const input = await makeInput(web, pairs, NOTEBOOK.kinds);
      const idle = await requestFor(web, sleep(3000));
      const run = compute(web, input);
      const busy = await requestFor(web, run);
      const { id, ms } = await run;
      digests.add(await digestRun(web.db, id));
      if (count === 1) alone = ms;
      const { 'p50 ms': idleMs } = latencyColumns(idle);
      rows.push({
        workers: count,
        pairs,
        s: (ms / 1000).toFixed(1),
        'pairs/s': ((1000 * pairs) / ms).toFixed(1),
        'times one': (alone / ms).toFixed(2),
        'idle: p50 ms': idleMs,
        ...latencyColumns(busy),
      });
    }
    console.log('Workers of one thread; predictions one after another while all of them compute the run:');
    console.table(rows);
    console.log(digests.size === 1 ? 'The results are equal byte by byte.' : 'The results DIFFER.');
    if (digests.size > 1) process.exitCode = 1;
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await web.cluster!.close();
    await web.db.$disconnect();
    await redis.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function whenReady(web: Services, count: number): Promise<void> {
  const isReady = (): boolean =>
    web
      .cluster!.workers.list()
      .filter(({ engineState, models }) => engineState === 'ready' && models.length > 0).length === count;
  while (!isReady()) await sleep(100);
}

/** Computes a run. @returns its id and its time from the claim to the end. */
async function compute(web: Services, input: RunInput): Promise<{ id: string; ms: number }> {
  const { id } = await submitRun(web, async () => 'bench', input, true);
  for (;;) {
    await sleep(200);
    const run = await web.db.run.findUniqueOrThrow({ where: { id } });
    if (run.status === 'FAILED') throw new Error(run.errorMessage ?? 'the run failed');
    if (run.status === 'SUCCEEDED') return { id, ms: run.finishedAt!.getTime() - run.startedAt!.getTime() };
  }
}

/** Times of predictions in ms, one after another until some work ends. */
async function requestFor(web: Services, work: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  const ended = work.finally(() => (isOver = true));
  ended.catch(() => {});
  const times: number[] = [];
  for (let turn = 0; !isOver; turn++) {
    const started = performance.now();
    // Another prompt each time, so that no kept activations answer.
    await web.engine!.predict(MODEL, [0, 5, 6, 7 + (turn % 500), 9], 10);
    times.push(performance.now() - started);
    await sleep(REQUEST_MS);
  }
  return times;
}
