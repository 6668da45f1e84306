/** The log-sum-exp of a large vocabulary equals the same sum in float64. */
import { afterAll, expect, it } from 'vitest';
import { seededTensor } from '../golden/seeded-weights';
import { createGraph } from '../runtime/session';
import type { LoadedModel } from './model';
import { countLarger, dotProduct } from './float64-sums';
import { buildSoftmaxGraph } from './graphs';
import { computeLogSumExps } from './unembed';

const architecture = { dVocab: 50_257 } as LoadedModel['architecture'];
const softmax = await createGraph(buildSoftmaxGraph(architecture));
afterAll(() => softmax.release());

it.each([0.01, 1, 30, 300])('logits of up to about %s', async (scale) => {
  const logits = seededTensor('logits', [2, architecture.dVocab], 5);
  const largest = logits.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scaled = logits.map((value) => (value / largest) * scale);
  const values = await computeLogSumExps({ architecture, softmax }, scaled);
  values.forEach((value, row) => {
    const ofRow = scaled.subarray(row * architecture.dVocab, (row + 1) * architecture.dVocab);
    const most = ofRow.reduce((a, b) => Math.max(a, b), -Infinity);
    const expected = most + Math.log(ofRow.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
    expect(Math.abs(value - expected)).toBeLessThan(1e-7 * Math.max(1, scale));
  });
});

it('has unrolled sums that leave nothing out', () => {
  for (let length = 0; length < 10; length++) {
    const values = Float32Array.from({ length }, (_, index) => index + 1);
    const squares = Array.from(values, (value) => value * value).reduce((a, b) => a + b, 0);
    expect(dotProduct(values, values)).toBe(squares);
    expect(countLarger(values, 3)).toBe(Math.max(0, length - 3));
  }
});
