/** Statistics against scipy 1.17.1 and numpy 2.4.6; the calls are beside the numbers. */
import { describe, expect, it } from 'vitest';
import { adjustPValues } from './adjust';
import { computeStatistics, listSignificant, measureSweep } from './cells';
import { describeDistribution, orderPrompts } from './distribution';
import { quantileT, twoSidedP } from './student-t';

/** x = np.array([0.42, -0.1, 0.87, 0.31, 0.55, 0.02, 0.6, -0.05]) */
const EFFECTS = [0.42, -0.1, 0.87, 0.31, 0.55, 0.02, 0.6, -0.05];
/** x.mean(), stats.sem(x), *stats.ttest_1samp(x, 0) */
const OF_EFFECTS = {
  mean: 0.3275,
  standardError: 0.12296558752059746,
  t: 2.663346767201367,
  p: 0.032309901207092026,
};

it('gives quantiles of t: closed forms for 1 and 2 degrees of freedom, and the inverse of p for others', () => {
  for (const share of [0.6, 0.975, 0.9995]) {
    expect(quantileT(share, 1) / Math.tan(Math.PI * (share - 0.5))).toBeCloseTo(1, 10);
    expect(quantileT(share, 2) / ((2 * share - 1) / Math.sqrt(2 * share * (1 - share)))).toBeCloseTo(1, 10);
    for (const degrees of [7, 127, 9999])
      expect(twoSidedP(quantileT(share, degrees), degrees)).toBeCloseTo(2 * (1 - share), 12);
  }
});

describe('twoSidedP', () => {
  it.each([
    // 2 * stats.t.sf(t, df)
    [1, 0.1, 0.936548965138893],
    [1, 1, 0.5],
    [1, 40, 0.015912179824051624],
    [2, 2.5, 0.12961172022151082],
    [2, 40, 0.0006244146721847406],
    [3, 6, 0.009272714892284666],
    [7, 0.1, 0.9231480596047924],
    [7, 2.5, 0.04099221858575289],
    [7, 40, 1.5902179984850364e-9],
    [63, 1, 0.32113603158262566],
    [63, 6, 1.0614928055298541e-7],
    [63, 40, 1.6974279920901198e-46],
    [9999, 1, 0.3173347067502572],
    [9999, 6, 2.0416254188515925e-9],
  ])('with %d degrees of freedom and t %d', (degrees, t, expected) => {
    expect(twoSidedP(t, degrees) / expected).toBeCloseTo(1, 10);
    expect(twoSidedP(-t, degrees)).toBe(twoSidedP(t, degrees));
  });

  it('is 1 at 0 and 0 at infinity', () => {
    expect(twoSidedP(0, 5)).toBe(1);
    expect(twoSidedP(Infinity, 5)).toBe(0);
    expect(twoSidedP(NaN, 5)).toBeNaN();
  });
});

describe('adjustPValues', () => {
  it('controls the false discovery rate', () => {
    const ps = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
    // stats.false_discovery_control(ps)
    const expected = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.1057142857142857, 0.216, 0.216, 0.216];
    const order = [9, 3, 0, 7, 1, 5, 2, 8, 6, 4];
    const adjusted = adjustPValues([NaN, ...order.map((at) => ps[at]!)], 'BENJAMINI_HOCHBERG');
    expect(adjusted[0]).toBeNaN();
    for (const [index, at] of order.entries()) expect(adjusted[index + 1]).toBeCloseTo(expected[at]!, 14);
  });

  it('controls the family-wise error as Holm 1979: R, p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")', () => {
    const adjusted = adjustPValues([0.01, 0.04, 0.03, 0.005, NaN], 'HOLM');
    expect([...adjusted].map((p) => Number(p.toFixed(10)))).toEqual([0.03, 0.06, 0.06, 0.02, NaN]);
  });
});

describe('computeStatistics', () => {
  const options = {
    direction: 'DENOISING',
    metric: 'logit_diff',
    normalisation: 'NONE',
    correction: 'BENJAMINI_HOCHBERG',
  } as const;
  const corrupted = EFFECTS.map((_, prompt) => prompt / 4);
  const clean = corrupted.map((base, prompt) => base + (prompt === 2 ? 0.001 : prompt % 2 === 0 ? 2 : 4));
  const baselines = { clean, corrupted };
  // Cells: the effects, none, effects that are all 1, and the effects again, not computed.
  const values = EFFECTS.flatMap((effect, prompt) => {
    const base = corrupted[prompt]!;
    return [base + effect, base, base + 1, base + effect];
  });
  const computed = Uint8Array.of(1, 1, 1, 0);
  const compute = (over: object = {}) => {
    const all = { ...options, ...over };
    return computeStatistics(measureSweep(values, baselines, 4, all), baselines, computed, all);
  };

  it('equals stats.ttest_1samp and stats.sem', () => {
    const { count, mean, standardError, t, p, signShare, adjusted, tested } = compute();
    expect([...count]).toEqual([8, 8, 8, 8]);
    expect(mean[0]).toBeCloseTo(OF_EFFECTS.mean, 12);
    expect(standardError[0]).toBeCloseTo(OF_EFFECTS.standardError, 12);
    expect(t[0]).toBeCloseTo(OF_EFFECTS.t, 10);
    expect(p[0]).toBeCloseTo(OF_EFFECTS.p, 12);
    expect(signShare[0]).toBe(6 / 8);
    // No effect at all is no evidence; equal effects have no spread.
    expect([t[1], p[1], t[2], p[2]]).toEqual([0, 1, Infinity, 0]);
    // The cell that was not computed is not tested, and does not count.
    expect(tested).toBe(3);
    expect([p[3], adjusted[3]]).toEqual([NaN, NaN]);
    expect(adjusted[0]).toBeCloseTo((OF_EFFECTS.p * 3) / 2, 12);
    expect([...listSignificant(adjusted)]).toEqual([1, 0, 1, 0]);
    expect([...listSignificant(adjusted, 0.04)]).toEqual([0, 0, 1, 0]);
  });

  it('divides by the mean gap, with the same t', () => {
    const gap = clean.reduce((sum, value, prompt) => sum + value - corrupted[prompt]!, 0) / 8;
    const { mean, standardError, t, p } = compute({ normalisation: 'RATIO_OF_MEANS' });
    expect(mean[0]).toBeCloseTo(OF_EFFECTS.mean / gap, 12);
    expect(standardError[0]).toBeCloseTo(OF_EFFECTS.standardError / gap, 12);
    expect(t[0]).toBeCloseTo(OF_EFFECTS.t, 10);
    expect(p[0]).toBeCloseTo(OF_EFFECTS.p, 12);
  });

  it('turns the sign where the gap is negative, and keeps t where it is too small', () => {
    const turned = { clean: corrupted, corrupted: clean };
    const noising = { ...options, direction: 'NOISING', normalisation: 'RATIO_OF_MEANS' } as const;
    const moments = measureSweep(values, turned, 4, noising);
    const same = computeStatistics(moments, turned, computed, noising);
    expect(same.t[0]).toBeCloseTo(OF_EFFECTS.t, 10);
    const negative = { clean: corrupted.map((base) => base - 2), corrupted };
    const recovery = { ...options, normalisation: 'RATIO_OF_MEANS' } as const;
    const read = (of: typeof negative) =>
      computeStatistics(measureSweep(values, of, 4, recovery), of, computed, recovery);
    expect(read(negative).t[0]).toBeCloseTo(-OF_EFFECTS.t, 10);
    const none = read({ clean: corrupted, corrupted });
    expect([none.mean[0], none.standardError[0]]).toEqual([NaN, NaN]);
    expect(none.t[0]).toBeCloseTo(OF_EFFECTS.t, 10);
  });

  it('averages ratios over prompts whose gap is large enough', () => {
    // r = np.delete(x / [2, 4, 0.001, 4, 2, 4, 2, 4], 2); r.mean(), stats.sem(r), *stats.ttest_1samp(r, 0)
    const { count, mean, standardError, t, p } = compute({ normalisation: 'MEAN_OF_RATIOS' });
    expect(count[0]).toBe(7);
    expect(mean[0]).toBeCloseTo(0.11857142857142858, 12);
    expect(standardError[0]).toBeCloseTo(0.05303260773329176, 12);
    expect(t[0]).toBeCloseTo(2.2358211983038907, 10);
    expect(p[0]).toBeCloseTo(0.06672944660222523, 12);
  });

  it('agrees with the distribution of the cell', () => {
    for (const normalisation of ['NONE', 'RATIO_OF_MEANS', 'MEAN_OF_RATIOS'] as const) {
      const all = compute({ normalisation });
      const own = EFFECTS.map((effect, prompt) => corrupted[prompt]! + effect);
      const one = describeDistribution(own, baselines, { ...options, normalisation }, 1);
      for (const name of ['mean', 'standardError', 't', 'p', 'signShare'] as const)
        expect(one[name]).toBeCloseTo(all[name][0]!, 12);
      expect(one.count).toBe(all.count[0]);
    }
  });
});

describe('describeDistribution', () => {
  const options = { direction: 'DENOISING', metric: 'logit_diff', normalisation: 'NONE' } as const;
  const baselines = { clean: EFFECTS.map(() => 3), corrupted: EFFECTS.map(() => 1) };
  const values = EFFECTS.map((effect) => 1 + effect);

  it('has an interval as stats.bootstrap((x,), np.mean, method="percentile"): 0.105 to 0.554', () => {
    const { low, high } = describeDistribution(values, baselines, options, 7);
    // 2000 resamples differ from 200,000 by the noise of the tails.
    expect(Math.abs(low! - 0.105)).toBeLessThan(0.015);
    expect(Math.abs(high! - 0.55375)).toBeLessThan(0.015);
    expect(describeDistribution(values, baselines, options, 7)).toMatchObject({ low, high });
    expect(describeDistribution(values, baselines, options, 8).low).not.toBe(low);
  });

  it('leaves out prompts without a value, orders the others and describes a part', () => {
    const some = values.with(0, NaN);
    const { effects, count, mean } = describeDistribution(some, baselines, options, 7);
    expect(count).toBe(7);
    expect(mean).toBeCloseTo((0.3275 * 8 - 0.42) / 7, 12);
    expect(orderPrompts(effects)).toEqual([1, 7, 5, 3, 4, 6, 2]);
    expect(describeDistribution(values, baselines, options, 7, [2, 3])).toMatchObject({ count: 2 });
    expect(describeDistribution(values, baselines, options, 7, [2])).toMatchObject({
      count: 1,
      t: null,
      low: null,
    });
  });
});

describe('the rounding floor', () => {
  const baselines = { clean: [3, 4, 5, 6], corrupted: [0, 0, 0, 0] };
  const all = [0, 1, 2, 3];
  const options = { direction: 'DENOISING', metric: 'logit_diff', correction: 'HOLM' } as const;
  const describeAll = (
    effects: readonly number[],
    normalisation: 'NONE' | 'RATIO_OF_MEANS' | 'MEAN_OF_RATIOS',
  ) => {
    const wanted = { ...options, normalisation };
    const moments = measureSweep(effects, baselines, 1, wanted);
    return computeStatistics(moments, baselines, new Uint8Array([1]), wanted);
  };

  it.each(['NONE', 'RATIO_OF_MEANS', 'MEAN_OF_RATIOS'] as const)(
    'keeps an effect of 1e-7 on every prompt from being significant (%s)',
    (normalisation) => {
      const tiny = describeAll([1e-7, 1.1e-7, 0.9e-7, 1e-7], normalisation);
      expect(tiny.t[0]).toBeGreaterThan(5);
      expect([...listSignificant(tiny.adjusted)]).toEqual([0]);
      const clear = describeAll([1e-3, 1.1e-3, 0.9e-3, 1e-3], normalisation);
      expect([...listSignificant(clear.adjusted)]).toEqual([1]);
    },
  );

  it('is the tolerance of values, in the unit of the mean', () => {
    // 1e-5 x max(1, gap), over gaps of 3 to 6.
    expect(describeAll([0, 0, 0, 0], 'NONE').roundingFloor).toBeCloseTo(4.5e-5, 12);
    expect(describeAll([0, 0, 0, 0], 'RATIO_OF_MEANS').roundingFloor).toBeCloseTo(1e-5, 12);
    expect(describeAll([0, 0, 0, 0], 'MEAN_OF_RATIOS').roundingFloor).toBeCloseTo(1e-5, 12);
  });

  it('holds for the distribution of one cell', () => {
    const of = (effect: number) =>
      describeDistribution(
        all.map((at) => effect * (1 + at / 100)),
        baselines,
        { ...options, normalisation: 'NONE' },
        1,
      );
    expect(of(1e-7).p).toBe(1);
    expect(of(1e-3).p).toBeLessThan(1e-5);
  });
});
