/** Metrics are computed from the last residual stream, with or without all logits. */
import { afterAll, expect, it, vi } from 'vitest';
import { METRIC_IDS } from '../../../domain/metrics';
import { createModel, type LoadedModel } from '../forward/model';
import { topTokens } from '../forward/unembed';
import { readSeededArchitecture } from '../golden/seeded-architecture';
import { seededTensor } from '../golden/seeded-weights';
import type { Architecture } from '../models/architecture';
import { createLastRows } from './last-rows';
import type { MetricContext, MetricFactory } from './metric';
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

it('lets metrics that need all logits share them', async () => {
  const run = vi.spyOn(model.unembed, 'run');
  /** Log-probability of the correct answer, minus that of the unpatched source run. */
  const logProbability: MetricFactory = async ({ answers: of, source }) => {
    const compute = async (from: typeof source): Promise<number[]> =>
      (await from.logits()).map((logits, prompt) => {
        const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
        return logits[of[prompt]!.correct]! - Math.log(total);
      });
    const ofSource = await compute(source);
    return async (last) =>
      Float32Array.from(await compute(last), (value, prompt) => value - ofSource[prompt]!);
  };
  const [first, second] = [await logProbability(context), await logProbability(context)];
  const last = makeRows(3);
  const values = await first(last);
  expect(await second(last)).toEqual(values);
  // Once for the source run, once for the patched run.
  expect(run).toHaveBeenCalledTimes(2);
  const probability = async (from: typeof last, prompt: number): Promise<number> =>
    topTokens((await from.logits())[prompt]!, architecture.dVocab).find(
      ({ tokenId }) => tokenId === answers[prompt]!.correct,
    )!.probability;
  for (const prompt of answers.keys()) {
    const ratio = (await probability(last, prompt)) / (await probability(context.source, prompt));
    expect(values[prompt]).toBeCloseTo(Math.log(ratio), 4);
  }
  run.mockRestore();
});
