import { expect, it } from 'vitest';
import { unpackPattern, layoutPattern, patternLabels, patternLimit } from './pattern-layout';

const labels = (count: number): string[] => Array.from({ length: count }, (_, at) => `·w${at}`);

it('labels every token of short prompts and every n-th of long ones', () => {
  expect(layoutPattern(labels(16)).labelled).toHaveLength(16);
  const { labelled, cell } = layoutPattern(labels(122));
  expect(labelled.length).toBeGreaterThan(20);
  for (let at = 1; at < labelled.length; at++)
    expect((labelled[at]! - labelled[at - 1]!) * cell).toBeGreaterThanOrEqual(10);
});

it('fits into the given width, down to the smallest cells', () => {
  expect(layoutPattern(labels(16), 182).side).toBeLessThanOrEqual(182);
  expect(layoutPattern(labels(122), 290).side).toBeLessThanOrEqual(292);
  expect(layoutPattern(labels(500), 182).cell).toBe(1);
  expect(layoutPattern(labels(16)).cell).toBe(13);
});

it('has nothing above the diagonal', () => {
  const values = unpackPattern(Float32Array.of(1, 0.5, 0.5), 2);
  expect([...values]).toEqual([1, NaN, 0.5, 0.5]);
});

it('ignores the first position for the strongest colour', () => {
  const values = unpackPattern(Float32Array.of(1, 0.9, 0.1, 0.7, 0.25, 0.05), 3);
  expect(patternLimit([values], 3)).toBe(0.25);
});

it('takes the largest value where the others come within 5% of it', () => {
  const at = (largest: number) => [unpackPattern(Float32Array.of(1, 0.9, 0.1, 0, largest, 0.02), 3)];
  expect(patternLimit(at(0.97), 3)).toBe(1);
  expect(patternLimit(at(0.94), 3)).toBeCloseTo(0.94);
});

it('writes tokens visibly and short', () => {
  expect(patternLabels([{ id: 1, text: ' antidisestablishment' }])).toEqual(['·antidisest…']);
});

it('lets the few largest values of long patterns share the strongest colour', () => {
  const size = 200;
  const values = Float32Array.from({ length: size * size }, (_, cell) => {
    const [dest, src] = [Math.floor(cell / size), cell % size];
    return src > dest ? NaN : dest < 4 ? 0.5 : 0.05;
  });
  expect(patternLimit([values], size)).toBeCloseTo(0.05, 2);
  // A head that attends to the position before has its value everywhere, so it is kept.
  for (let dest = 1; dest < size; dest++) values[dest * size + dest - 1] = 0.9;
  expect(patternLimit([values], size)).toBeCloseTo(0.9, 2);
});
