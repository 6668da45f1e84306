/** Metrics are computed from the last residual stream, with or without all logits. */
import fc from 'fast-check';
import { afterAll, expect, it, vi } from 'vitest';
import { METRIC_IDS, type MetricId } from '../../../domain/metrics';
import { createModel, type LoadedModel } from '../forward/model';
import { readSeededArchitecture } from '../golden/seeded-architecture';
import { seededTensor } from '../golden/seeded-weights';
import type { Architecture } from '../models/architecture';
import { createLastRows, type LastRows } from './last-rows';
import type { MetricContext } from './metric';
import { createMetrics } from './registry';

const architecture: Architecture = {
  layers: 1,
  heads: 2,
  keyValueHeads: 2,
  dModel: 12,
  dHead: 5,
  dMlp: 8,
  dVocab: 30,
  context: 8,
  norm: { kind: 'layer', epsilon: 1e-5 },
  positions: { kind: 'learned' },
  mlp: { kind: 'plain', activation: 'gelu_tanh' },
  blockOrder: 'sequential',
  bosTokenId: null,
  tiesEmbeddings: false,
};
const model: LoadedModel = await createModel(architecture, readSeededArchitecture(architecture, 3));
afterAll(() => model.release());

const answers = [
  { correct: 4, incorrect: 9 },
  { correct: 29, incorrect: 0 },
];
const makeRows = (seed: number) =>
  createLastRows(model, seededTensor('rows', [2, architecture.dModel], seed));
const context: MetricContext = { model, answers, base: makeRows(1), source: makeRows(2) };

it('computes every metric that is asked for, one number for each prompt', async () => {
  const metrics = await createMetrics(METRIC_IDS, context);
  const values = await metrics.compute(makeRows(3));
  expect(Object.keys(values)).toEqual(METRIC_IDS);
  for (const id of METRIC_IDS) expect(values[id]).toHaveLength(answers.length);
  expect(await (await createMetrics([], context)).compute(makeRows(3))).toEqual({});
});

it('gives the logit difference of the logits without computing them', async () => {
  const run = vi.spyOn(model.unembed, 'run');
  const last = makeRows(3);
  const metrics = await createMetrics(['logit_diff'], context);
  const { logit_diff: values } = await metrics.compute(last);
  expect(run).not.toHaveBeenCalled();
  const logits = await last.logits();
  answers.forEach(({ correct, incorrect }, prompt) => {
    expect(values![prompt]).toBeCloseTo(logits[prompt]![correct]! - logits[prompt]![incorrect]!, 5);
  });
  run.mockRestore();
});

/**
 * Every metric of one prompt by its definition, in float64, from the weights: final norm, unembedding, softmax. It shares no
 * code with the metrics.
 */
function computeByDefinition(row: Float32Array, prompt: number): Record<MetricId, number> {
  const { correct, incorrect } = answers[prompt]!;
  const p = softmax(row);
  const divergenceFrom = (reference: Float32Array): number =>
    softmax(reference).reduce((sum, q, token) => sum + q * Math.log(q / p[token]!), 0);
  return {
    logit_diff: Math.log(p[correct]!) - Math.log(p[incorrect]!),
    log_prob: Math.log(p[correct]!),
    prob: p[correct]!,
    prob_diff: p[correct]! - p[incorrect]!,
    rank: p.filter((other) => other > p[correct]!).length,
    accuracy: p[correct]! > p[incorrect]! ? 1 : 0,
    kl_from_source: divergenceFrom(rowOf(context.source, prompt)),
    kl_from_base: divergenceFrom(rowOf(context.base, prompt)),
  };
}

function softmax(row: Float32Array): number[] {
  const { finalGain, finalBias, unembedding } = model.outer;
  const d = row.length;
  const mean = row.reduce((sum, x) => sum + x, 0) / d;
  const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / d;
  const normalised = Array.from(
    row,
    (x, i) => ((x - mean) / Math.sqrt(variance + 1e-5)) * finalGain[i]! + finalBias[i]!,
  );
  const exponentials = Array.from({ length: architecture.dVocab }, (_, token) =>
    Math.exp(normalised.reduce((sum, x, i) => sum + x * unembedding[token * d + i]!, 0)),
  );
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

function rowOf({ rows }: LastRows, prompt: number): Float32Array {
  return rows.subarray(prompt * architecture.dModel, (prompt + 1) * architecture.dModel);
}

it('computes every metric as its definition in float64 does', async () => {
  const metrics = await createMetrics(METRIC_IDS, context);
  const seeds = fc.integer({ min: 0, max: 2 ** 31 });
  await fc.assert(
    fc.asyncProperty(seeds, fc.double({ min: 0.01, max: 30, noNaN: true }), async (seed, scale) => {
      const rows = seededTensor('rows', [2, architecture.dModel], seed).map((value) => value * scale);
      const last = createLastRows(model, rows);
      const values = await metrics.compute(last);
      for (const prompt of answers.keys()) {
        const expected = computeByDefinition(rowOf(last, prompt), prompt);
        for (const id of METRIC_IDS) expect(values[id]![prompt]).toBeCloseTo(expected[id], 5);
      }
    }),
    { numRuns: 200, seed: 20_261_126 },
  );
});

it('measures no divergence of a run from itself', async () => {
  const metrics = await createMetrics(['kl_from_source', 'kl_from_base'], context);
  const [ofSource, ofBase] = [await metrics.compute(context.source), await metrics.compute(context.base)];
  for (const zeros of [ofSource.kl_from_source!, ofBase.kl_from_base!])
    for (const value of zeros) expect(value).toBeLessThan(1e-12);
  for (const value of [...ofSource.kl_from_base!, ...ofBase.kl_from_source!])
    expect(value).toBeGreaterThan(0.001);
});

it('computes the logits of many runs in few calls, once for all metrics, within the memory bound', async () => {
  const run = vi.spyOn(model.unembed, 'run');
  const runs = Array.from({ length: 7 }, (_, seed) => makeRows(seed).rows);
  // Room for three runs of two prompts.
  const metrics = await createMetrics(METRIC_IDS, context, 3 * 2 * architecture.dVocab * 4 + 3);
  run.mockClear();
  const rows: number[] = [];
  const calls = { before: vi.fn(async () => {}), after: (count: number) => rows.push(count) };
  let at = 0;
  for await (const values of metrics.computeRuns(runs, calls)) {
    const each = runs[at++]!;
    for (const prompt of answers.keys()) {
      const expected = computeByDefinition(rowOf(createLastRows(model, each), prompt), prompt);
      for (const id of METRIC_IDS) expect(values[id]![prompt]).toBeCloseTo(expected[id], 5);
    }
  }
  expect(at).toBe(7);
  expect(run).toHaveBeenCalledTimes(3);
  expect(calls.before).toHaveBeenCalledTimes(3);
  expect(rows).toEqual([6, 6, 2]);
  run.mockRestore();
});

it('computes no logits of many runs when no metric needs them', async () => {
  const run = vi.spyOn(model.unembed, 'run');
  const metrics = await createMetrics(['logit_diff', 'accuracy'], context);
  const calls = { before: vi.fn(async () => {}), after: vi.fn() };
  for await (const values of metrics.computeRuns([makeRows(3).rows], calls))
    expect(values.accuracy).toHaveLength(2);
  for (const spy of [run, calls.before, calls.after]) expect(spy).not.toHaveBeenCalled();
  run.mockRestore();
});
