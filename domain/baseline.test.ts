import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFiniteBaseline, judgeBaseline } from './baseline';

describe('the baseline gate', () => {
  it('passes a gap that is clearly above 0', () => {
    expect(judgeBaseline({ clean: [3, 4], corrupted: [-1, 1] })).toEqual({
      gapMean: 3.5,
      gapStandardError: 0.5,
      pairsWithRightSign: 2,
      verdict: 'OK',
      cannotNormalise: null,
    });
  });

  it('calls a gap within two standard errors of 0 weak, with the numbers', () => {
    // Gaps 1, -1.4, 0.1, 1.5: mean 0.3, sample standard deviation 1.27.
    const gate = judgeBaseline({ clean: [1, 1, 1, 1], corrupted: [0, 2.4, 0.9, -0.5] });
    expect(gate).toMatchObject({ verdict: 'WEAK', pairsWithRightSign: 3 });
    expect(gate.gapMean).toBeCloseTo(0.3, 12);
    expect(gate.gapStandardError).toBeCloseTo(0.6364, 3);
    expect(gate.cannotNormalise).toBe(
      'The mean gap is 0.30 logits with a standard error of 0.64 over 4 pairs; recovery divides by it and is not meaningful.',
    );
  });

  it('calls a negative gap weak, however sure it is', () => {
    const gate = judgeBaseline({ clean: [1, 1.1], corrupted: [2, 2] });
    expect(gate).toMatchObject({ verdict: 'WEAK', pairsWithRightSign: 0 });
    expect(gate.cannotNormalise).toMatch(
      /^The mean gap is −0\.95 logits with a standard error of 0\.050 over/,
    );
  });

  it('calls the task absent when clean prompts do not favour the correct answers', () => {
    const gate = judgeBaseline({ clean: [-2, 1.5], corrupted: [-8, -7] });
    expect(gate.verdict).toBe('ABSENT');
    expect(gate.cannotNormalise).toMatch(
      /^The mean clean logit difference is −0\.25 logits over 2 pairs: the model does not/,
    );
    expect(judgeBaseline({ clean: [0], corrupted: [-1] }).verdict).toBe('ABSENT');
  });

  it('judges one pair by its gap and its clean prompt alone', () => {
    expect(judgeBaseline({ clean: [0.5], corrupted: [0.4] })).toMatchObject({
      gapStandardError: null,
      verdict: 'OK',
    });
    expect(judgeBaseline({ clean: [0.5], corrupted: [0.495] })).toMatchObject({
      verdict: 'WEAK',
      cannotNormalise: expect.stringMatching(
        /^The mean gap is 0\.0050 logits over 1 pair; .* below 0\.01 logits\.$/,
      ),
    });
    expect(judgeBaseline({ clean: [0.4], corrupted: [0.5] }).verdict).toBe('WEAK');
  });

  it('never passes what is not finite', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      for (const baselines of [
        { clean: [value, 1], corrupted: [0, 0] },
        { clean: [3, 4], corrupted: [0, value] },
      ]) {
        expect(isFiniteBaseline(baselines)).toBe(false);
        expect(judgeBaseline(baselines)).toMatchObject({
          verdict: 'ABSENT',
          cannotNormalise: expect.stringMatching(/not a finite number/),
        });
      }
    }
    expect(judgeBaseline({ clean: [], corrupted: [] }).verdict).toBe('ABSENT');
  });

  it('does not depend on the order of pairs, and OK means a positive gap', () => {
    const value = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 64 }), (pairs) => {
        const judge = (rows: readonly [number, number][]) =>
          judgeBaseline({ clean: rows.map(([clean]) => clean), corrupted: rows.map((row) => row[1]) });
        const gate = judge(pairs);
        expect(gate.cannotNormalise === null).toBe(gate.verdict === 'OK');
        if (gate.verdict === 'OK') {
          expect(gate.gapMean).toBeGreaterThan(2 * (gate.gapStandardError ?? 0));
          expect(gate.pairsWithRightSign).toBeGreaterThan(0);
        }
        expect(judge(pairs.toReversed()).pairsWithRightSign).toBe(gate.pairsWithRightSign);
        expect(judge(pairs.toReversed()).gapMean).toBeCloseTo(gate.gapMean, 9);
      }),
      { seed: 20261125 },
    );
  });
});
