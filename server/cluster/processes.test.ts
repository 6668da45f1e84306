/** Real workers (`npm run worker`) on the bundled model: killed while they compute, they change no byte of a result. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PRESETS } from '../../domain/presets';
import { parseConfig } from '../config';
import { applyMigrations } from '../db/migrations';
import { followProgress } from '../runs/queue/progress';
import { submitRun } from '../runs/submit/submit';
import { createServices, type Services } from '../services/services';
import { describeWithRedis, redisSettings, removeKeys } from '../testing/redis';
import { readResults } from '../testing/run-results';
import { startWorkerProcess, type WorkerProcess } from '../testing/worker-process';

const MODEL = 'patchbay-mini';
const preset = PRESETS[0]!;
/** Four batches. */
const pairs = Array.from({ length: 200 }, (_, index) => preset.pairs[index % preset.pairs.length]!);

let dataDir: string;
let env: Record<string, string>;
let web: Services;
let workers: WorkerProcess[] = [];

async function startWorkers(count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    workers.push(startWorkerProcess({ ...env, ENGINE_THREADS: '1' }));
  await vi.waitFor(
    () => {
      const ready = web
        .cluster!.workers.list()
        .filter(({ engineState, models }) => engineState === 'ready' && models.length > 0);
      expect(ready).toHaveLength(workers.length);
    },
    { timeout: 60_000, interval: 200 },
  );
}

async function submit(recompute: boolean): Promise<string> {
  const input = {
    model: MODEL,
    pairs,
    sweeps: ['HEAD_Z', 'RESID_PRE'] as const,
    direction: 'DENOISING' as const,
    prependBos: true,
    visibility: 'UNLISTED' as const,
  };
  const run = await submitRun(web, async () => 'A', { ...input, sweeps: [...input.sweeps] }, recompute);
  return run.id;
}

async function ended(id: string): Promise<void> {
  for await (const _progress of followProgress(web, id));
}

describeWithRedis('workers in processes of their own', () => {
  beforeEach(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'patchbay-workers-'));
    env = { ...redisSettings(), DATA_DIR: dataDir, RUN_LEASE_MS: '3000' };
    const config = parseConfig({ NODE_ENV: 'test', ...env, ENGINE_ENABLED: '0' });
    await applyMigrations(config.databaseUrl);
    web = createServices(config, null);
    await web.db.user.create({ data: { id: 'A', name: 'A' } });
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    workers = [];
    await web.cluster!.close();
    await web.db.$disconnect();
    rmSync(dataDir, { recursive: true, force: true });
    await removeKeys(env['REDIS_PREFIX']!);
  });

  it('a run whose worker is killed again and again ends with the bytes of an undisturbed one', async () => {
    await startWorkers(2);
    const undisturbed = await submit(true);
    await ended(undisturbed);
    const disturbed = await submit(true);
    let kills = 0;
    let isOver = false;
    const killing = (async () => {
      while (kills < 2 && !isOver) {
        // Of the worker that holds the run and the one that helps it, first one and then the other.
        const computing = (await web.cluster!.workers.read()).filter(({ run }) => run === disturbed);
        const victim = workers.find(({ pid }) => pid === computing[kills % computing.length]?.pid);
        if (!victim) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          continue;
        }
        kills++;
        workers = workers.filter((worker) => worker !== victim);
        await victim.kill();
        workers.push(startWorkerProcess({ ...env, ENGINE_THREADS: '1' }));
      }
    })();
    await ended(disturbed);
    isOver = true;
    await killing;
    expect(kills).toBeGreaterThan(0);
    const [a, b] = [await readResults(web.db, undisturbed), await readResults(web.db, disturbed)];
    expect(a.run.status).toBe('SUCCEEDED');
    expect(b).toEqual(a);
  }, 240_000);

  it('a worker that is stopped leaves at once, and no keys behind', async () => {
    await startWorkers(1);
    await web.engine!.predict(MODEL, [0, 1, 2], 1);
    await workers[0]!.stop();
    workers = [];
    expect(await web.cluster!.workers.read()).toEqual([]);
    const keys = await web.cluster!.link.commands.keys(`${env['REDIS_PREFIX']}:queues:*`);
    expect(keys).toEqual([]);
  }, 60_000);
});
