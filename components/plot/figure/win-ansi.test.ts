import { expect, it } from 'vitest';
import { toWinAnsi } from './win-ansi';

it('keeps what the standard fonts have and spells the rest', () => {
  expect(toWinAnsi('Recovery: 0 – 1, “é”, 5 €')).toBe('Recovery: 0 – 1, “é”, 5 €');
  expect(toWinAnsi('−0.5, [John→Mary], a ≥ b, ␣to')).toBe('-0.5, [John->Mary], a >= b, _to');
  expect(toWinAnsi('ő 日 😀')).toBe('o ? ?');
});
