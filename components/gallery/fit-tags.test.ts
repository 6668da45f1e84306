import { expect, it } from 'vitest';
import { fitTags } from './fit-tags';

it.each([
  [['ioi', 'name-movers'], 0, 2],
  // Beside `★ 12` and `4 comments`.
  [['ioi', 'name-movers'], 18, 2],
  [['ioi', 'facts', 'early-layers', 'name-movers'], 18, 2],
  [['denoising', 'facts', 'notebook'], 0, 3],
  [['long', 'negative-results', 'seeded-weights'], 0, 3],
  [['long', 'negative-results', 'seeded-weights', 'gpt2'], 0, 2],
  // Cut by the style sheet; better than a count alone.
  [['a-tag-that-is-longer-than-the-whole-line-of-a-card'], 0, 1],
  [[], 0, 0],
])('of %j with %i characters taken shows %i', (tags, taken, many) => {
  const { shown, others } = fitTags(tags, taken);
  expect(shown).toHaveLength(many);
  expect([...shown, ...others]).toEqual(tags);
});
