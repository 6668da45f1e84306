import { expect, it } from 'vitest';
import { describeDifference, nameRun, nameRunFully } from './name-run';

const difference = '… shops, [John→Mary] gave the bag …';
const preset = { subject: 'Indirect object identification', pairCount: 8, title: `${difference} (+7 pairs)` };

it('names a run as its heading does', () => {
  expect(nameRun(preset)).toBe('Indirect object identification, 8 pairs');
  expect(nameRun({ subject: 'Names', pairCount: 1 })).toBe('Names, 1 pair');
  expect(nameRun({ subject: 'Names', pairCount: 1200 })).toBe('Names, 1,200 pairs');
});

it('adds where the prompts differ, once', () => {
  expect(nameRunFully(preset)).toBe(`Indirect object identification, 8 pairs: ${difference}`);
  // Neither a set nor a preset: the difference is the subject.
  const plain = { ...preset, subject: difference, pairCount: 2, title: `${difference} (+1 pair)` };
  expect(nameRunFully(plain)).toBe(`${difference}, 2 pairs`);
  const own = { subject: 'Name movers', title: 'Name movers', pairCount: 8 };
  expect(nameRunFully(own)).toBe('Name movers, 8 pairs');
  expect(describeDifference(own)).toBeNull();
  expect(describeDifference({ subject: 'Many', title: `${difference} (+1,199 pairs)` })).toBe(difference);
});
