import fc from 'fast-check';
import { expect, it } from 'vitest';
import { alignTokens } from './align';

const tokens = (...ids: number[]) => ids.map((id) => ({ id, text: String(id) }));

it('aligns equal lengths by position, whatever the tokens', () => {
  expect(alignTokens(tokens(1, 2), tokens(3, 4))).toEqual([
    { clean: 0, corrupted: 0 },
    { clean: 1, corrupted: 1 },
  ]);
});

it('shows where the extra token is', () => {
  expect(alignTokens(tokens(1, 2, 9, 3), tokens(1, 2, 3))).toEqual([
    { clean: 0, corrupted: 0 },
    { clean: 1, corrupted: 1 },
    { clean: 2, corrupted: null },
    { clean: 3, corrupted: 2 },
  ]);
});

it('contains every token of both lists once, in order', () => {
  const list = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 });
  fc.assert(
    fc.property(list, list, (a, b) => {
      const aligned = alignTokens(tokens(...a), tokens(...b));
      expect(aligned.flatMap(({ clean }) => (clean === null ? [] : [clean]))).toEqual(
        a.map((_, index) => index),
      );
      expect(aligned.flatMap(({ corrupted }) => (corrupted === null ? [] : [corrupted]))).toEqual(
        b.map((_, index) => index),
      );
    }),
  );
});
