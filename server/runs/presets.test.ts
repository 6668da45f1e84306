import { expect, it } from 'vitest';
import { PRESETS } from './presets';

it("has the notebook's first prompt pair, its doubled space included", () => {
  const [pair, swapped] = PRESETS[0]!.pairs;
  expect(pair).toEqual({
    clean: 'When John and Mary went to the shops,  John gave the bag to',
    corrupted: 'When John and Mary went to the shops,  Mary gave the bag to',
    correct: ' Mary',
    incorrect: ' John',
  });
  expect(swapped).toEqual({
    clean: pair!.corrupted,
    corrupted: pair!.clean,
    correct: pair!.incorrect,
    incorrect: pair!.correct,
  });
});
