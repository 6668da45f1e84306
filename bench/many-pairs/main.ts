/**
 * `npm run bench -- --pairs`: runs of many prompt pairs on the bundled model, from the queue to the database: time, processor
 * time, memory, and what statistics and storage add to the engine alone.
 *
 * With `--kills` the last run is computed again while its worker and its engine are ended by SIGKILL in turn, and what is stored
 * is compared byte by byte.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PairsFlags } from '../flags';
import type { SweepKind } from '../../domain/sites';
import { parseConfig } from '../../server/config';
import { applyMigrations } from '../../server/db/migrations';
import { startEngine } from '../../server/engine/client/client';
import { createServices, type Services } from '../../server/services/services';
import { NOTEBOOK } from '../sets';
import { digestRun } from './digest';
import { measureAlone, readInput } from './engine-alone';
import { makeInput } from './input';
import { computeRun, type QueueRun } from './queue-run';
import { startWorker, type Worker } from './worker-process';

/** The first run of a worker is not measured: it starts the engine and loads the model. */
const WARM_UP_PAIRS = 65;

/** Prints one row for each number of pairs. */
export async function benchPairs({ counts, kinds, kills, repeats }: PairsFlags): Promise<void> {
  const sweeps = (kinds ?? NOTEBOOK.kinds) as readonly SweepKind[];
  const dataDir = mkdtempSync(path.join(tmpdir(), 'patchbay-pairs-'));
  const config = parseConfig({ ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error' });
  await applyMigrations(config.databaseUrl);
  const engine = startEngine();
  const services = createServices(config, engine);
  let worker = startWorker(dataDir);
  try {
    await services.db.user.create({ data: { id: 'bench', name: 'bench' } });
    const warmUp = await makeInput(services, WARM_UP_PAIRS, sweeps);
    await computeRun(services, () => worker, warmUp);
    await measureAlone(engine, await readInput(services, warmUp), sweeps);
    let last: QueueRun | null = null;
    for (const count of counts) last = await measureCount(services, worker, count, sweeps, repeats);
    if (kills === 0 || !last) return;
    await worker.stop();
    worker = startWorker(dataDir);
    const input = await makeInput(services, counts.at(-1)!, sweeps);
    const disturbed = await computeKilled(services, input, kills, {
      current: () => worker,
      replace: () => (worker = startWorker(dataDir)),
    });
    const digests = [last.runId, disturbed.runId].map((id) => digestRun(services.db, id));
    const [a, b] = await Promise.all(digests);
    console.log(`${a === b ? 'equal' : 'DIFFERENT'} after ${kills} kills: ${a} ${b}`);
    if (a !== b) process.exitCode = 1;
  } finally {
    await worker.stop();
    await engine.close();
    await services.db.$disconnect();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Measures the engine alone and the whole path in turn. */
async function measureCount(
  services: Services,
  worker: Worker,
  count: number,
  sweeps: readonly SweepKind[],
  repeats: number,
): Promise<QueueRun> {
  const input = await makeInput(services, count, sweeps);
  const experiment = await readInput(services, input);
  const rows = [];
  let last: QueueRun | null = null;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const alone = await measureAlone(services.engine!, experiment, sweeps);
    // Tables come at the end, minutes later.
    console.error(`${count} pairs: engine alone ${(alone / 1000).toFixed(1)} s`);
    const run = await computeRun(services, () => worker, input);
    console.error(`${count} pairs: whole path ${(run.ms / 1000).toFixed(1)} s`);
    last = run;
    rows.push({
      pairs: count,
      kinds: sweeps.length,
      'engine alone s': (alone / 1000).toFixed(2),
      'whole path s': (run.ms / 1000).toFixed(2),
      ratio: (run.ms / alone).toFixed(3),
      'ms a pair': (run.ms / count).toFixed(2),
      'engine idle %': ((100 * run.idleMs) / run.ms).toFixed(1),
      'processor of engine, ms a pair': (run.processorMs.engine / count).toFixed(2),
      'processor of worker, ms a pair': (run.processorMs.worker / count).toFixed(2),
      'submission s': (run.submitMs / 1000).toFixed(2),
    });
  }
  console.table(rows);
  printMemory(last!);
  return last!;
}

interface WorkerHandle {
  readonly current: () => Worker;
  readonly replace: () => Worker;
}

/** Ends the engine and the worker in turn, at equal distances of progress. */
async function computeKilled(
  services: Services,
  input: Awaited<ReturnType<typeof makeInput>>,
  kills: number,
  worker: WorkerHandle,
): Promise<QueueRun> {
  let killed = 0;
  const run = await computeRun(services, worker.current, input, async (fraction) => {
    if (killed === kills || fraction <= (killed + 1) / (kills + 2)) return;
    const isWorker = killed % 2 === 1;
    killed++;
    console.log(`killed the ${isWorker ? 'worker' : 'engine'} at ${(100 * fraction).toFixed(1)}%`);
    if (!isWorker) return worker.current().killEngine();
    await worker.current().killWorker();
    worker.replace();
  });
  if (killed < kills) throw new Error(`the run ended after ${killed} of ${kills} kills`);
  printMemory(run);
  return run;
}

function printMemory({ memory }: QueueRun): void {
  if (memory.length < 2) return;
  console.table(
    memory.map(({ pairs, worker, engine }) => ({
      'up to pairs': pairs,
      'worker MB': worker.toFixed(0),
      'engine MB': engine.toFixed(0),
    })),
  );
}
