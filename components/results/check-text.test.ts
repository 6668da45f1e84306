import { expect, it } from 'vitest';
import { describeCheck, formatDifference, nameCheck } from './check-text';

it.each([
  [0, '0'],
  [2, '2.0'],
  [0.4, '0.40'],
  [0.0123, '0.012'],
  [12.6, '13'],
  [1.9e-6, '1.9 × 10⁻⁶'],
  [2.5e-14, '2.5 × 10⁻¹⁴'],
])('writes %d with two digits', (difference, written) => {
  expect(formatDifference(difference)).toBe(written);
});

it('names the sweep as the page does, and gives numbers their unit', () => {
  const check = {
    name: 'SOURCE_ARRIVES',
    kind: 'RESID_PRE',
    direction: 'NOISING',
    maxAbsDifference: 2.9e-6,
    differenceWithoutPatch: 2,
    cells: 16,
    movedCells: 12,
    passed: true,
  } as const;
  expect(nameCheck(check, true)).toBe('Residual stream: source arrives, noising');
  expect(describeCheck(check)).toMatch(
    /Largest difference: 2\.9 × 10⁻⁶ logits; a patch that writes nothing would be off by 2\.0 logits\. 12 of 16 cells changed a metric\./,
  );
});
