/**
 * 1 to 256 stand-ins share one run over one database. What is measured is everything but the engine: claims, leases, the rows of
 * shards, the merging of batches by the run's holder, and the looks of idle workers.
 *
 * The stand-ins are faster than planned, so that the measurement ends; the database is not. The last columns say what that means
 * at the planned speed.
 */
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BATCH_PAIRS } from '../../domain/pair-batches';
import { parseConfig, type Config } from '../../server/config';
import { openDatabase, type Database } from '../../server/db';
import { applyMigrations } from '../../server/db/migrations';
import type { Experiment } from '../../server/engine/api';
import { startDispatcher } from '../../server/runs/queue/dispatcher';
import { NOTEBOOK, notebookSet } from '../sets';
import { createStandIn, planMs, SIZES } from './stand-in';

const KINDS = NOTEBOOK.kinds;
/** Batches for each stand-in, so that the last ones, for which some wait, weigh little. */
const BATCHES_EACH = 4;
const LEAST_BATCHES = 16;
const LOOK_MS = 50;

/** Prints a row for each number of stand-ins. @param speed how many times faster than planned they are. */
export async function simulateWorkers(counts: readonly number[], speed: number): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'patchbay-stand-ins-'));
  const config = parseConfig({ NODE_ENV: 'production', DATA_DIR: dataDir, LOG_LEVEL: 'error' });
  await applyMigrations(config.databaseUrl);
  const db = openDatabase(config.databaseUrl, config.databaseWaitMs, config.databasePool);
  try {
    await db.user.create({ data: { id: 'bench', name: 'bench' } });
    await db.model.create({ data: { id: 'gpt2', context: 1024, parameters: 124e6, ...SIZES } });
    const plannedMs = planMs(readBatchExperiment(), KINDS);
    // Without sleeping, all of the time is that of the database and of the program around it.
    const storing = await computeRun(db, config, LEAST_BATCHES, 1, Infinity);
    const storeMs = storing / LEAST_BATCHES;
    console.log(
      `A batch of ${BATCH_PAIRS} pairs: ${(plannedMs / 1000).toFixed(1)} s planned at GPT-2 small's shape, ` +
        `${(plannedMs / speed).toFixed(0)} ms asleep, ${storeMs.toFixed(0)} ms to store it.`,
    );
    const rows: Record<string, unknown>[] = [];
    for (const count of counts) {
      const batches = Math.max(LEAST_BATCHES, BATCHES_EACH * count);
      const ms = await computeRun(db, config, batches, count, speed);
      const ideal = ((plannedMs / speed) * batches) / count;
      rows.push({
        workers: count,
        batches,
        s: (ms / 1000).toFixed(2),
        'ideal s': (ideal / 1000).toFixed(2),
        efficiency: `${((100 * ideal) / ms).toFixed(0)}%`,
        'ms a batch': (ms / batches).toFixed(1),
        'database, at least': `${Math.min(100, (100 * storeMs * batches) / ms).toFixed(0)}%`,
        'at planned speed': `${(100 / (1 + (ms - ideal) / (speed * ideal))).toFixed(1)}%`,
      });
    }
    console.table(rows);
    console.log(
      `Storing is done by one worker: it bends where ${BATCH_PAIRS} pairs take less than workers x ${storeMs.toFixed(0)} ms, ` +
        `here at ${Math.round(plannedMs / speed / storeMs)} workers, at the planned speed at ${Math.round(plannedMs / storeMs)}.`,
    );
  } finally {
    await db.$disconnect();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The notebook's prompts again and again. */
function readBatchExperiment(): Experiment {
  const { pairs } = notebookSet();
  return {
    model: 'gpt2',
    direction: 'DENOISING',
    pairs: Array.from({ length: BATCH_PAIRS }, (_, at) => ({
      ...pairs[at % pairs.length]!,
      correct: 1,
      incorrect: 2,
    })),
  };
}

/** Time in ms in which some stand-ins compute a run. */
async function computeRun(
  db: Database,
  config: Config,
  batches: number,
  count: number,
  speed: number,
): Promise<number> {
  const id = `run-${batches}-${count}-${speed}`;
  await storeRun(db, id, batches);
  const queue = new EventEmitter().setMaxListeners(0);
  const changes = new EventEmitter().setMaxListeners(0);
  const sharing = { countWorkers: () => count, computesAlike: () => true };
  const started = performance.now();
  const dispatchers = Array.from({ length: count }, () =>
    startDispatcher({ db, config, queue, changes }, createStandIn(speed), count === 1 ? {} : { sharing }),
  );
  let run = await db.run.findUniqueOrThrow({ where: { id } });
  while (run.status === 'QUEUED' || run.status === 'RUNNING') {
    await sleep(LOOK_MS);
    run = await db.run.findUniqueOrThrow({ where: { id } });
  }
  const ms = run.finishedAt ? performance.now() - started : NaN;
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  if (run.status !== 'SUCCEEDED') throw new Error(run.errorMessage ?? `the run has ended as ${run.status}`);
  await db.run.delete({ where: { id } });
  return ms;
}

async function storeRun(db: Database, id: string, batches: number): Promise<void> {
  const { pairs } = readBatchExperiment();
  await db.run.create({
    data: {
      id,
      ownerId: 'bench',
      modelId: 'gpt2',
      direction: 'DENOISING',
      prependBos: true,
      kinds: JSON.stringify(KINDS),
      contentHash: id,
      batches,
      pairCount: batches * BATCH_PAIRS,
      modelDigest: 'd'.repeat(64),
    },
  });
  const tokens = (ids: readonly number[]): string =>
    JSON.stringify(ids.map((token) => ({ id: token, text: 't' })));
  for (let batch = 0; batch < batches; batch++) {
    await db.promptPair.createMany({
      data: pairs.map(({ clean, corrupted }, row) => ({
        runId: id,
        index: batch * BATCH_PAIRS + row,
        batch,
        row,
        clean: 'a',
        corrupted: 'b',
        correct: 'c',
        incorrect: 'd',
        cleanTokens: tokens(clean),
        corruptedTokens: tokens(corrupted),
        correctTokenId: 1,
        incorrectTokenId: 2,
      })),
    });
  }
}
