/** Scheduling, cancellation, estimates and input validation of the engine core. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createCore } from './core';
import type { ModelStore } from './model-store';
import { writeSeededModel } from '../golden/seeded-weights';
import { readBaseline, readMetric, SWEEP_KINDS, type Experiment, type RunEvent, type SweepKey } from '../api';

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-core-'));
const shape = { n_layer: 2, n_head: 2, n_embd: 16, n_inner: 32, n_positions: 16, vocab_size: 100 };
await writeSeededModel(path.join(folder, 'small'), shape, 3);
await writeSeededModel(path.join(folder, 'other'), shape, 4);
const core = createCore({ folders: [folder] });
afterAll(async () => {
  await core.close();
  await rm(folder, { recursive: true, force: true });
});

const pair = { clean: [1, 2, 3, 4, 5], corrupted: [1, 2, 9, 4, 5], correct: 10, incorrect: 20 };
const experiment: Experiment = { model: 'small', direction: 'DENOISING', pairs: [pair] };

it('sends the baseline first, then progress to 1, and each sweep once', async () => {
  const events: RunEvent[] = [];
  const provenance = await core.run(experiment, SWEEP_KINDS, { onEvent: (event) => events.push(event) });
  expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['started', 'baseline']);
  const fractions = events.flatMap((event) => (event.type === 'progress' ? [event.fraction] : []));
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.at(-1)).toBeCloseTo(1, 9);
  expect(events.flatMap((event) => (event.type === 'sweep' ? [event.sweep.kind] : []))).toEqual(SWEEP_KINDS);
  expect(provenance).toMatchObject({ modelSha256: expect.stringMatching(/^[0-9a-f]{64}$/), provider: 'cpu' });
  expect(new Set(provenance.checks.map(({ direction }) => direction))).toEqual(new Set(['DENOISING']));
  expect(provenance.checks.map(({ name, kind = null, passed }) => [name, kind, passed])).toEqual([
    ['SELF_PATCH', null, true],
    ['FULL_PATCH', null, true],
    ['BEFORE_FIRST_DIFFERENCE', null, true],
    ...SWEEP_KINDS.map((kind) => ['SOURCE_ARRIVES', kind, true]),
  ]);
});

it('computes both directions in one run, each as a run of its own, and skips what is stored', async () => {
  const both: Experiment = {
    ...experiment,
    directions: ['DENOISING', 'NOISING'],
    metrics: ['logit_diff', 'kl_from_base'],
  };
  const collect = async (of: Experiment, skip: SweepKey[] = []) => {
    const events: RunEvent[] = [];
    const { checks } = await core.run(of, ['HEAD_Z', 'RESID_PRE'], {
      skip,
      onEvent: (event) => events.push(event),
    });
    const sweeps = events.flatMap((event) => (event.type === 'sweep' ? [event.sweep] : []));
    return { events, sweeps, checks };
  };
  const { events, sweeps, checks } = await collect(both);
  const name = ({ kind, direction }: SweepKey): string => `${kind} ${direction}`;
  expect(sweeps.map(name)).toEqual([
    'HEAD_Z DENOISING',
    'RESID_PRE DENOISING',
    'HEAD_Z NOISING',
    'RESID_PRE NOISING',
  ]);
  const fractions = events.flatMap((event) => (event.type === 'progress' ? [event.fraction] : []));
  expect(fractions.at(-1)).toBeCloseTo(1, 9);
  for (const direction of both.directions!) {
    const single = await collect({ ...both, direction, directions: undefined });
    const values = (of: typeof sweeps) =>
      of.filter((sweep) => sweep.direction === direction).map((sweep) => sweep.values);
    expect(values(sweeps)).toEqual(values(single.sweeps));
    const [baseline, ofSingle] = [events, single.events].map(
      (of) => of.find((event) => event.type === 'baseline')!.baseline,
    );
    expect(readBaseline(baseline!, direction)).toEqual(ofSingle!.values);
    // Each direction has the checks, and the shares of moved cells, of a run of its own.
    expect(checks.filter((check) => check.direction === direction)).toEqual(single.checks);
    expect(single.checks.filter(({ movedCells = 0 }) => movedCells > 0)).toHaveLength(2);
  }
  expect((await core.estimate(both, ['HEAD_Z'])).flops).toBe(
    2 * (await core.estimate({ ...both, directions: undefined }, ['HEAD_Z'])).flops,
  );
  const rest = await collect(both, [sweeps[0]!, sweeps[3]!]);
  expect(rest.sweeps.map(name)).toEqual(['RESID_PRE DENOISING', 'HEAD_Z NOISING']);
  // Sweeps that are computed together share matrix products, which round by their shape.
  readMetric(rest.sweeps[1]!.values, 'logit_diff').forEach((value, at) =>
    expect(value).toBeCloseTo(readMetric(sweeps[2]!.values, 'logit_diff')[at]!, 5),
  );
});

it('gives the rank and probability of named tokens after the most probable ones', async () => {
  const all = await core.predict('small', [3, 1, 4], 100);
  const rows = await core.predict('small', [3, 1, 4], 2, undefined, [10, 20]);
  expect(rows.slice(0, 2)).toEqual(all.slice(0, 2));
  expect(rows.slice(2).map(({ tokenId }) => tokenId)).toEqual([10, 20]);
  for (const row of rows) {
    const known = all.find(({ tokenId }) => tokenId === row.tokenId)!;
    expect(row.rank).toBe(all.indexOf(known));
    expect(row.probability).toBeCloseTo(known.probability, 9);
  }
  await expect(core.predict('small', [3], 1, undefined, [100])).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

it('answers a small request before a large one that came first', async () => {
  const prompt = (seed: number): number[] => Array.from({ length: 16 }, (_, at) => (seed + 7 * at) % 100);
  const pairs = Array.from({ length: 64 }, (_, seed) => ({
    ...pair,
    clean: prompt(seed),
    corrupted: prompt(seed + 1),
  }));
  const order: string[] = [];
  const large = core.baseline({ ...experiment, pairs }).then(() => order.push('large'));
  const small = core.predict('small', [3, 1, 4], 1).then(() => order.push('small'));
  await Promise.all([large, small]);
  expect(order).toEqual(['small', 'large']);
});

it('answers short requests while a run computes, and cancels between calls', async () => {
  const canceller = new AbortController();
  let answered = false;
  const running = core.run(experiment, SWEEP_KINDS, {
    signal: canceller.signal,
    onEvent: (event) => {
      if (event.type !== 'baseline') return;
      void core.predict('other', [1, 2], 3).then((rows) => {
        answered = rows.length === 3;
        canceller.abort();
      });
    },
  });
  await expect(running).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
  expect(answered).toBe(true);
  await expect(
    core.run(experiment, ['HEAD_Z'], { signal: canceller.signal, onEvent() {} }),
  ).rejects.toMatchObject({
    code: 'RUN_CANCELLED',
  });
});

it.each(SWEEP_KINDS)('predicts after each patch of %s what the sweep measures', async (kind) => {
  const pairs = [pair, { clean: [1, 7, 3, 4, 5], corrupted: [1, 8, 3, 4, 6], correct: 11, incorrect: 21 }];
  const values: number[] = [];
  await core.run({ ...experiment, pairs }, [kind], {
    onEvent: (event) =>
      event.type === 'sweep' && values.push(...readMetric(event.sweep.values, 'logit_diff')),
  });
  const cells = values.length / 2;
  for (let cell = 0; cell < cells; cell++) {
    const predictions = await core.patched({ experiment: { ...experiment, pairs }, kind, cell, top: 100 });
    predictions.forEach((rows, prompt) => {
      const logit = (id: number): number => rows.find(({ tokenId }) => tokenId === id)!.logit;
      const { correct, incorrect } = pairs[prompt]!;
      expect(logit(correct) - logit(incorrect)).toBeCloseTo(values[prompt * cells + cell]!, 5);
      expect(rows.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    });
  }
  await expect(core.patched({ experiment, kind, cell: cells, top: 1 })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

it('estimates work that grows with the experiment', async () => {
  // A new core: measured runs of different sizes would change the estimate.
  const fresh = createCore({ folders: [folder] });
  const few = await fresh.estimate(experiment, ['HEAD_Z']);
  const more = await fresh.estimate({ ...experiment, pairs: [pair, pair] }, ['HEAD_Z', 'HEAD_V']);
  expect(few.flops).toBeGreaterThan(0);
  expect(more.flops).toBe(4 * few.flops);
  expect(more.estimatedMs).toBeGreaterThan(few.estimatedMs);
  await fresh.close();
});

it('estimates without loading the model', async () => {
  const store: ModelStore = {
    withModel: () => Promise.reject(new Error('a model was loaded')),
    list: () => [],
    close: async () => {},
  };
  const fresh = createCore({ folders: [folder], store });
  expect((await fresh.estimate(experiment, ['HEAD_Z'])).flops).toBeGreaterThan(0);
  await expect(fresh.predict('small', [1], 1)).rejects.toThrow('a model was loaded');
});

it('gives the base run everywhere for equal prompts, and computes nothing for it', async () => {
  const equal = { ...experiment, pairs: [{ ...pair, corrupted: pair.clean }] };
  const { clean } = readMetric((await core.baseline(equal)).values, 'logit_diff');
  expect((await core.estimate(equal, SWEEP_KINDS)).flops).toBe(0);
  await core.run(equal, SWEEP_KINDS, {
    onEvent: (event) => {
      if (event.type !== 'sweep') return;
      for (const value of readMetric(event.sweep.values, 'logit_diff')) expect(value).toBe(clean[0]);
    },
  });
});

it('refuses what cannot be computed, by name', async () => {
  const bad: [Partial<typeof pair>, RegExp][] = [
    [{ clean: [1, 2] }, /2 and 5 tokens need an alignment/],
    [{ clean: [1, 2, 3, 4, 100] }, /no token 100/],
    [{ correct: -1 }, /no token -1/],
    [
      { clean: Array.from({ length: 17 }, () => 1), corrupted: Array.from({ length: 17 }, () => 2) },
      /at most 16/,
    ],
  ];
  for (const [change, message] of bad) {
    const wrong = { ...experiment, pairs: [{ ...pair, ...change }] };
    await expect(core.baseline(wrong)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(message),
    });
  }
  await expect(core.predict('small', [], 3)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await expect(core.attention({ model: 'small', prompts: [[1]], layer: 2, head: 0 })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
  });
  await expect(core.predict('../small', [1], 3)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
});

it('keeps working when models outgrow their memory', async () => {
  const tight = createCore({ folders: [folder], maxBytes: 1000 });
  const [a] = await tight.predict('small', [1, 2], 1);
  const [b] = await tight.predict('other', [1, 2], 1);
  expect(await tight.predict('small', [1, 2], 1)).toEqual([a]);
  expect(await tight.predict('other', [1, 2], 1)).toEqual([b]);
  expect(a).not.toEqual(b);
  await tight.close();
});
