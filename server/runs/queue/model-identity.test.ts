/** Runs on the real engine while the files of their model are replaced: no number ever stands under another model's name. */
import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDirectReader } from '../../engine/client/client';
import { createCore } from '../../engine/worker/core';
import { writeSeededModel } from '../../engine/golden/seeded-weights';
import type { Engine, SweepKind } from '../../engine/api';
import { AppError } from '../../errors';
import { publishFinding } from '../../gallery/publish';
import { createModels } from '../../models/registry/installed';
import type { Run } from '../../db';
import type { Services } from '../../services/services';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { readAttention } from '../inspect/attention';
import { startDispatcher } from './dispatcher';
import { followProgress } from './progress';
import { saveSuccess } from '../results/persist';
import { patchedPredictions } from '../inspect/patched';
import { submitRun } from '../submit/submit';

const MINI = path.resolve('models', 'patchbay-mini');
const KINDS: SweepKind[] = ['RESID_PRE', 'HEAD_Z'];
const input = {
  model: 'm',
  pairs: [
    {
      clean: 'When John and Mary went to the shops, John gave the bag to',
      corrupted: 'When John and Mary went to the shops, Mary gave the bag to',
      correct: ' Mary',
      incorrect: ' John',
    },
  ],
  sweeps: KINDS,
  direction: 'DENOISING',
  prependBos: true,
  // Read by visitors below.
  visibility: 'UNLISTED',
} as const;

let folder: string;
let test: TestServices;
let services: Services;
let engine: Engine;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-run-identity-'));
  await cp(MINI, path.join(folder, 'm'), { recursive: true });
  test = await createTestServices();
  const core = createCore({ folders: [folder] });
  engine = { ...core, status: () => test.engine.status() };
  services = { ...test, engine, models: createModels([folder], createDirectReader()) };
  await test.db.user.create({ data: { id: 'me', name: 'Me' } });
});
afterEach(async () => {
  await engine.close();
  await test.dispose();
  await rm(folder, { recursive: true, force: true });
});

const file = (name: string): string => path.join(folder, 'm', name);
const submit = (recompute = false): Promise<Run> => submitRun(services, async () => 'me', input, recompute);
const readSweeps = async (id: string): Promise<Uint8Array[]> =>
  (
    await test.db.sweepValue.findMany({
      where: { sweep: { runId: id } },
      orderBy: { sweep: { kind: 'asc' } },
    })
  ).map(({ values }) => values);

/** Dispatches until a run has ended. */
async function compute(id: string, on: Engine = engine): Promise<Run> {
  const dispatcher = startDispatcher(services, on);
  for await (const _progress of followProgress(services, id));
  await dispatcher.stop();
  return test.db.run.findUniqueOrThrow({ where: { id } });
}

async function replaceWeights(): Promise<void> {
  const config = await readFile(path.join(MINI, 'config.json'), 'utf8');
  const { n_layer, n_head, n_embd, n_positions, vocab_size } = JSON.parse(config) as Record<string, number>;
  const shape = { n_layer, n_head, n_embd, n_inner: 4 * n_embd!, n_positions, vocab_size };
  await writeSeededModel(path.join(folder, '.new'), shape as Parameters<typeof writeSeededModel>[1], 1, {
    config,
  });
  await rename(path.join(folder, '.new', 'model.safetensors'), file('model.safetensors'));
}

async function editConfig(change: object): Promise<void> {
  const config = JSON.parse(await readFile(file('config.json'), 'utf8')) as object;
  await writeFile(file('config.json'), JSON.stringify({ ...config, ...change }));
}

const putBack = (): Promise<void> => cp(MINI, path.join(folder, 'm'), { recursive: true });
const refused = {
  status: 'FAILED',
  errorCode: 'MODEL_UNAVAILABLE',
  errorMessage: expect.stringMatching(/^The files of model 'm' have changed since this run was submitted/),
};

it('keeps the digest from submission to provenance', async () => {
  const { digest, weightsSha256 } = await services.models.identify('m');
  const run = await submit();
  expect(run.modelDigest).toBe(digest);
  expect(await compute(run.id)).toMatchObject({
    status: 'SUCCEEDED',
    modelDigest: digest,
    modelSha256: weightsSha256,
  });
  const { data } = await services.db.run.findFirstOrThrow().then(() =>
    test.ask('query($id: ID!) { run(id: $id) { modelDigest provenance { modelDigest modelSha256 } } }', {
      id: run.id,
    }),
  );
  expect(data).toEqual({
    run: { modelDigest: digest, provenance: { modelDigest: digest, modelSha256: weightsSha256 } },
  });
});

it.each<[string, () => Promise<void>]>([
  ['weights', replaceWeights],
  ['epsilon', () => editConfig({ layer_norm_epsilon: 0.5 })],
  ['number of heads', () => editConfig({ n_head: 2 })],
])(
  'another %s while a run waits: it is refused, and the same experiment is another run',
  async (_name, change) => {
    const first = await submit();
    await compute(first.id);
    const waiting = await submit(true);
    await change();
    expect(await compute(waiting.id)).toMatchObject({ ...refused, modelSha256: null });
    expect(await readSweeps(waiting.id)).toEqual([]);
    const again = await submit();
    expect([first.id, waiting.id]).not.toContain(again.id);
    expect((await compute(again.id)).status).toBe('SUCCEEDED');
    expect(await readSweeps(again.id)).not.toEqual(await readSweeps(first.id));
    // Put back, the stored run is the answer again, not that of the other files.
    await putBack();
    expect((await submit()).id).toBe(first.id);
  },
);

it('replaced while the engine is restarted: stored sweeps are not continued with other weights', async () => {
  const run = await submit();
  const dying: Engine = {
    ...engine,
    async run(experiment, kinds, { onEvent }) {
      await engine.run(experiment, kinds.slice(0, 1), { onEvent });
      await replaceWeights();
      throw new AppError('ENGINE_FAILED', 'The engine process ended (signal SIGKILL).');
    },
  };
  const restarted: Engine = { ...engine };
  let isFirst = true;
  const both: Engine = {
    ...engine,
    run(...args) {
      const on = isFirst ? dying : restarted;
      isFirst = false;
      return on.run(...args);
    },
  };
  expect(await compute(run.id, both)).toMatchObject(refused);
  expect(await readSweeps(run.id)).toHaveLength(1);
});

it('never stores a success of another model', async () => {
  const run = await submit();
  const lease = { runId: run.id, token: 'worker' };
  await test.db.run.update({
    where: { id: run.id },
    data: { status: 'RUNNING', leaseHolder: lease.token },
  });
  const provenance = {
    modelSha256: '',
    modelDigest: 'another',
    engineVersion: '',
    runtime: '',
    provider: 'cpu',
    elapsedMs: 1,
    checks: [],
  };
  await expect(saveSuccess(services, lease, { ...run, pairs: [] }, provenance)).rejects.toThrow(
    /computed on another/,
  );
  expect(await test.db.run.findUniqueOrThrow({ where: { id: run.id } })).toMatchObject({ status: 'RUNNING' });
});

describe('a run whose model has been replaced since', () => {
  let run: Run;
  beforeEach(async () => {
    run = await compute((await submit()).id);
  });
  const look = async (prompt: number | null = null) =>
    readAttention(services, run, { layer: 1, head: 1, on: 'CLEAN', prompt, weighting: 'NONE' });
  const patch = async () => {
    const sweep = await test.db.sweep.findFirstOrThrow({ where: { runId: run.id, kind: 'HEAD_Z' } });
    return patchedPredictions(services, run, sweep, { layer: 1, head: 1, position: null }, 0);
  };
  const publish = () =>
    publishFinding(services, 'me', { runId: run.id, title: 'A title', summary: 'See [[L1H1]].', tags: [] });
  const unavailable = {
    code: 'MODEL_UNAVAILABLE',
    message: expect.stringMatching(/have changed since this run was submitted.*Submit it again/),
  };

  it.each(['with a digest', 'older than digests'])(
    'gives nothing computed on the other files: %s',
    async (age) => {
      if (age !== 'with a digest') {
        run = await test.db.run.update({ where: { id: run.id }, data: { modelDigest: null } });
      }
      const [before, predicted] = [await look(), await patch()];
      await replaceWeights();
      await expect(look()).rejects.toMatchObject(unavailable);
      await expect(look(0)).rejects.toMatchObject(unavailable);
      await expect(patch()).rejects.toMatchObject(unavailable);
      await expect(publish()).rejects.toMatchObject(unavailable);
      expect(await test.db.finding.count()).toBe(0);
      expect(await test.db.pattern.count()).toBe(0);
      await putBack();
      expect(await look()).toEqual(before);
      expect(await patch()).toEqual(predicted);
    },
  );

  it('still gives what its finding has kept', async () => {
    await publish();
    const [before, predicted] = [await look(), await patch()];
    await replaceWeights();
    expect(await look()).toEqual(before);
    expect(await patch()).toEqual(predicted);
    await expect(look(0)).rejects.toMatchObject(unavailable);
  });
});
