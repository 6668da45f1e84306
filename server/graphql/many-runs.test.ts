/** Lookups of many runs in one request: bounded statements, whatever the number of rows and aliases. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SERVER } from '../accounts/visibility';
import { createLoaders } from './loaders';
import { createTestServices, type TestServices } from '../testing/test-services';

const RUNS = 50;

let services: TestServices;

beforeEach(async () => {
  services = await createTestServices();
  const { db } = services;
  const { unavailable: _usable, ...model } = (await services.models.list())[0]!;
  await db.model.create({ data: model });
  await db.user.create({ data: { id: 'owner', name: 'owner' } });
  const ids = Array.from({ length: RUNS }, (_, index) => `run${index}`);
  const tokens = JSON.stringify([1, 2, 3].map((id) => ({ id, text: `t${id}` })));
  await db.run.createMany({
    data: ids.map((id) => ({
      id,
      ownerId: 'owner',
      modelId: model.id,
      direction: 'DENOISING',
      prependBos: true,
      kinds: '["HEAD_Z"]',
      contentHash: id,
      status: 'SUCCEEDED',
      visibility: 'PUBLIC',
    })),
  });
  await db.promptPair.createMany({
    data: ids.map((runId) => ({
      runId,
      index: 0,
      clean: 'a',
      corrupted: 'b',
      correct: 'c',
      incorrect: 'd',
      cleanTokens: tokens,
      corruptedTokens: tokens,
      correctTokenId: 1,
      incorrectTokenId: 2,
      cleanLogitDiff: 2,
      corruptedLogitDiff: 1,
    })),
  });
  const sweeps = await db.sweep.createManyAndReturn({
    data: ids.map((runId) => ({
      runId,
      kind: 'HEAD_Z',
      axes: '["layer","head"]',
      shape: '[2,3]',
      elapsedMs: 1,
      flops: 1,
    })),
  });
  await db.sweepValue.createMany({
    data: sweeps.map(({ id }) => ({ sweepId: id, metric: 'logit_diff', values: new Uint8Array(4 * 6) })),
  });
});
afterEach(() => services.dispose());

// As many as the budget of an operation allows; each was more than one statement's parameters could hold.
it('reads many attention patterns of many runs', async () => {
  const fields = Array.from(
    { length: 9 },
    (_, index) => `a${index}: attention(layer: 0, head: ${index % 3}) { layer }`,
  );
  expect(Object.keys(await readLast(fields.join(' ')))).toHaveLength(9);
});

it('reads many patched predictions of many runs', async () => {
  const fields = Array.from(
    { length: 3 },
    (_, index) => `p${index}: patched(layer: 0, head: ${index}, prompt: 0) { patched { logit } }`,
  );
  const { sweep } = (await readLast(`sweep(kind: HEAD_Z) { ${fields.join(' ')} }`)) as { sweep: object };
  expect(Object.keys(sweep)).toHaveLength(3);
});

/** Fields of the last of all runs, which are read in one operation. */
async function readLast(fields: string): Promise<Record<string, unknown>> {
  const { data, errors } = await services.ask(`{ runs(first: ${RUNS}) { edges { node { ${fields} } } } }`);
  expect(errors).toBeUndefined();
  const { edges } = (data as { runs: { edges: { node: Record<string, unknown> }[] } }).runs;
  expect(edges).toHaveLength(RUNS);
  return edges.at(-1)!.node;
}

it('finds what is kept under a compound key, each key its own row', async () => {
  const values = (value: number) => new Uint8Array(new Float32Array([value]).buffer);
  await services.db.pattern.createMany({
    data: Array.from({ length: RUNS }, (_, index) => ({
      runId: `run${index}`,
      layer: 0,
      head: index % 3,
      side: 'CLEAN',
      values: values(index),
    })),
  });
  const loaders = createLoaders(services, SERVER);
  const found = await Promise.all(
    Array.from({ length: 3 * RUNS }, (_, at) =>
      loaders.pattern.load({
        runId: `run${at % RUNS}`,
        layer: 0,
        head: Math.floor(at / RUNS),
        side: 'CLEAN',
      }),
    ),
  );
  const expected = found.map((_, at) =>
    Math.floor(at / RUNS) === (at % RUNS) % 3 ? `run${at % RUNS}` : null,
  );
  expect(found.map((row) => row?.runId ?? null)).toEqual(expected);
});

it('loads thousands of keys through any loader', async () => {
  const loaders = createLoaders(services, SERVER);
  const keys = Array.from({ length: 3000 }, (_, index) => `run${index}`);
  for (const loader of [loaders.run, loaders.findingOfRun, loaders.user, loaders.model, loaders.runOfCard]) {
    expect(await loader.loadMany(keys)).toHaveLength(keys.length);
  }
  for (const loader of [loaders.pairs, loaders.sweeps, loaders.tags]) {
    expect((await loader.loadMany(keys)).flat().every((row) => !(row instanceof Error))).toBe(true);
  }
});
