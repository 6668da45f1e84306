import { expect, it } from 'vitest';
import { findLargest, rankCell, speakRank, speakText, speakValue, speakValueName } from './speak';

it('writes signs as words', () => {
  expect(speakText('L9H9 at ·to 14 ← ·Mary 4')).toBe('head 9.9 at to 14 from Mary 4');
  expect(speakText('layer 2 at ↵ 3')).toBe('layer 2 at line break 3');
});

it('writes values without plus signs and useless digits, and small ones in full', () => {
  expect(['+0.420', '−0.200', '0.004', '12.346', '0.000', '87%', 'undefined', '−∞'].map(speakValue)).toEqual([
    '0.42',
    'minus 0.2',
    '0.004',
    '12.35',
    '0',
    '87%',
    'undefined',
    'minus ∞',
  ]);
  expect(speakValueName('change of the logit difference (logits)')).toBe('change of the logit difference');
});

it('counts places by size; equal cells share one, and 0 has none', () => {
  const values = [0.5, -0.9, 0, NaN, null, 0.5];
  expect([0, 1, 2, 3, 4, 5].map((index) => rankCell(values, index))).toEqual([2, 1, null, null, null, 2]);
  expect([1, 2, 3, 4, 11, 12, 13, 21, 112].map(speakRank).join(', ')).toBe(
    'largest, 2nd largest, 3rd largest, 4th largest, 11th largest, 12th largest, 13th largest, 21st largest, 112th largest',
  );
});

it('finds the largest cells, and none whose value is 0', () => {
  expect(findLargest([0.5, -0.9, 0, NaN, 0.2, 0.7], 3, 3)).toEqual([
    { row: 0, column: 1 },
    { row: 1, column: 2 },
    { row: 0, column: 0 },
  ]);
  expect(findLargest([0, NaN, null], 3)).toEqual([]);
});
