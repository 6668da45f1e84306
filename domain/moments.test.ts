import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineMoments, emptyMoments, measureMoments, type Moments } from './moments';

describe('measureMoments', () => {
  it('has the mean and the sum of squares of the effects of each cell', () => {
    // Effects [[1, -2], [3, 0], [8, NaN]]; numpy: mean, ((x - x.mean()) ** 2).sum().
    const moments = measureMoments([2, -1, 5, 2, 9, NaN], [1, 2, 1], 2);
    expect(moments).toEqual({
      count: Uint32Array.of(3, 2),
      mean: Float64Array.of(4, -1),
      m2: Float64Array.of(26, 2),
      positive: Uint32Array.of(3, 0),
      negative: Uint32Array.of(0, 1),
    });
  });

  it('leaves out prompts whose base is not finite, and refuses lengths that do not fit', () => {
    expect(measureMoments([1, 2], [NaN, 0], 1)).toMatchObject({ count: Uint32Array.of(1) });
    expect(() => measureMoments([1, 2, 3], [0, 0], 1)).toThrow('3 values are not 2 prompts of 1 cells');
  });

  it('keeps the spread of small effects on large values', () => {
    const { m2 } = measureMoments([1e6 + 0.5, 1e6 + 0.25], [1e6, 1e6], 1);
    expect(m2[0]).toBeCloseTo(0.03125, 12);
  });
});

describe('combineMoments', () => {
  it('equals the moments of all prompts, wherever they are divided', () => {
    const cells = 3;
    const effect = fc.oneof(
      { weight: 9, arbitrary: fc.double({ min: -50, max: 50, noNaN: true }) },
      { weight: 1, arbitrary: fc.constant(NaN) },
    );
    const prompts = fc.array(fc.array(effect, { minLength: cells, maxLength: cells }), { maxLength: 12 });
    fc.assert(
      fc.property(prompts, prompts, (first, second) => {
        const measure = (rows: number[][]): Moments =>
          measureMoments(
            rows.flat(),
            rows.map((_, row) => row),
            cells,
          );
        // The bases of the second part continue those of the first.
        const bases = second.map((_, row) => first.length + row);
        const both = combineMoments(measure(first), measureMoments(second.flat(), bases, cells));
        const whole = measure([...first, ...second]);
        expect(both.count).toEqual(whole.count);
        expect(both.positive).toEqual(whole.positive);
        expect(both.negative).toEqual(whole.negative);
        for (let cell = 0; cell < cells; cell++) {
          expect(both.mean[cell]).toBeCloseTo(whole.mean[cell]!, 9);
          expect(both.m2[cell]! / (1 + whole.m2[cell]!)).toBeCloseTo(
            whole.m2[cell]! / (1 + whole.m2[cell]!),
            9,
          );
        }
      }),
    );
  });

  it('adds nothing for no prompts, and refuses other cells', () => {
    const some = measureMoments([1, 2], [0, 0], 1);
    expect(combineMoments(emptyMoments(1), some)).toEqual(some);
    expect(combineMoments(some, emptyMoments(1))).toEqual(some);
    expect(() => combineMoments(some, emptyMoments(2))).toThrow('1 cells do not combine');
  });
});
