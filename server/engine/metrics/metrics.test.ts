/** Metrics are computed from the last residual stream, with or without all logits. */
import fc from 'fast-check';
import { afterAll, expect, it, vi } from 'vitest';
import type { Answer } from '../../../domain/experiment';
import { METRIC_IDS, type MetricId } from '../../../domain/metrics';
import { createModel, type LoadedModel } from '../forward/model';
import { completeArchitecture, readSeededArchitecture } from '../golden/seeded-architecture';
import { seededTensor } from '../golden/seeded-weights';
import { createLastRows, type LastRows } from './last-rows';
import type { Answers, MetricContext } from './metric';
import { createMetrics } from './registry';

const architecture = completeArchitecture({
  layers: 1,
  heads: 2,
  dModel: 12,
  dHead: 5,
  dMlp: 8,
  dVocab: 30,
  context: 8,
  epsilon: 1e-5,
});
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
function computeByDefinition(
  row: Float32Array,
  prompt: number,
  { correct, incorrect, rule }: Answers = answers[prompt]!,
): Record<MetricId, number> {
  const p = softmax(row);
  /** exp(score - log-sum-exp of all logits), from the probabilities of the tokens. */
  const computeScore = (answer: Answer): number => {
    const each = [answer].flat().map((token) => p[token]!);
    if (rule === 'LOGSUMEXP') return each.reduce((sum, value) => sum + value, 0);
    return each.reduce((product, value) => product * value, 1) ** (1 / each.length);
  };
  const [right, wrong] = [computeScore(correct), computeScore(incorrect)];
  const divergenceFrom = (reference: Float32Array): number =>
    softmax(reference).reduce((sum, q, token) => sum + q * Math.log(q / p[token]!), 0);
  return {
    logit_diff: Math.log(right) - Math.log(wrong),
    log_prob: Math.log(right),
    prob: right,
    prob_diff: right - wrong,
    rank: p.filter((other, token) => ![correct].flat().includes(token) && other > right).length,
    accuracy: right > wrong ? 1 : 0,
    kl_from_source: divergenceFrom(readRow(context.source, prompt)),
    kl_from_base: divergenceFrom(readRow(context.base, prompt)),
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

function readRow({ rows }: LastRows, prompt: number): Float32Array {
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
        const expected = computeByDefinition(readRow(last, prompt), prompt);
        for (const id of METRIC_IDS) expect(values[id]![prompt]).toBeCloseTo(expected[id], 5);
      }
    }),
    { numRuns: 200, seed: 20_261_126 },
  );
});

const token = fc.integer({ min: 0, max: architecture.dVocab - 1 });
const answer: fc.Arbitrary<Answer> = fc.oneof(token, fc.uniqueArray(token, { minLength: 1, maxLength: 5 }));

it('scores sets of tokens by either rule as the definition does', async () => {
  const ofPrompt = fc.record({
    correct: answer,
    incorrect: answer,
    rule: fc.constantFrom('MEAN' as const, 'LOGSUMEXP' as const, undefined),
  });
  await fc.assert(
    fc.asyncProperty(ofPrompt, ofPrompt, fc.nat(1000), async (first, second, seed) => {
      const metrics = await createMetrics(METRIC_IDS, { ...context, answers: [first, second] });
      const last = makeRows(seed);
      const values = await metrics.compute(last);
      for (const [prompt, each] of [first, second].entries()) {
        const expected = computeByDefinition(readRow(last, prompt), prompt, each);
        for (const id of METRIC_IDS) {
          // Equal scores are equal up to rounding, on either side of which accuracy and rank are discrete.
          const isTie = id === 'accuracy' && Math.abs(expected.logit_diff) < 1e-6;
          if (!isTie) expect(values[id]![prompt], id).toBeCloseTo(expected[id], 5);
        }
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
      const expected = computeByDefinition(readRow(createLastRows(model, each), prompt), prompt);
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
