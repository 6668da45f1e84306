import fc from 'fast-check';
import { expect, it } from 'vitest';
import { niceScale } from './nice-scale';

it('includes zero if all values have one sign', () => {
  expect(niceScale([-3.58, -3.72])).toEqual({ domain: [-4, 0], ticks: [-4, -3, -2, -1, 0] });
  expect(niceScale([0.35, 1.05])).toEqual({ domain: [0, 1.5], ticks: [0, 0.5, 1, 1.5] });
});

it('is defined without values, for equal values and for zeros', () => {
  expect(niceScale([])).toEqual({ domain: [0, 0.2], ticks: [0, 0.2] });
  expect(niceScale([0, NaN]).domain).toEqual([0, 0.2]);
  expect(niceScale([7, 7], false).domain[0]).toBeLessThanOrEqual(7);
});

it('encloses all values with few ticks at equal distances', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const { domain, ticks } = niceScale(values);
      for (const value of [...values, 0]) {
        const slack = 1e-6 * (domain[1] - domain[0]);
        expect(value).toBeGreaterThanOrEqual(domain[0] - slack);
        expect(value).toBeLessThanOrEqual(domain[1] + slack);
      }
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThan(9);
    }),
    { seed: 20261125 },
  );
});

it('has whole ticks for counts', () => {
  expect(niceScale([2, 1, 1], true, true)).toEqual({ domain: [0, 2], ticks: [0, 1, 2] });
  expect(niceScale([0, 41], true, true).ticks).toEqual([0, 10, 20, 30, 40, 50]);
});
