/** IOI prompts with GPT-2's tokens for the comparison with TransformerLens: four templates, two lengths. */
import { encode } from 'gpt-3-encoder';
import { generatePairs } from '../../domain/prompts/family';
import { FAMILIES } from '../../domain/prompts/families/built-in';
import { BOS, type PromptPair } from '../sets';

const TEMPLATES = ['abba-working', 'baba-working', 'abba-got', 'baba-got'];
const SEED = 14;
/** Half of the templates give each length. */
const SURPLUS = 2;

/** What differs between the prompts of a pair. */
export interface IoiSet {
  readonly title: string;
  /** Id of a corruption of the family. */
  readonly corruption: string;
  /** Most pairs that are measured; the rest is extrapolated. */
  readonly measured: number;
}

export const IOI_SETS: readonly IoiSet[] = [
  { title: 'only S2 differs', corruption: 'other-subject', measured: 256 },
  { title: 'all three names differ', corruption: 'all-names', measured: 128 },
];

/**
 * Pairs of the two most frequent lengths, by length, in equal numbers.
 *
 * @throws Error when the family has too few.
 */
export function makeIoiPairs(corruption: string, count: number): PromptPair[][] {
  const family = FAMILIES.find(({ id }) => id === 'ioi')!;
  const request = { corruption, templates: TEMPLATES, seed: SEED, count: SURPLUS * count };
  const byLength = new Map<number, PromptPair[]>();
  for (const pair of generatePairs(family, request)) {
    const [clean, corrupted] = [pair.clean, pair.corrupted].map((text) => [BOS, ...encode(text)]);
    if (clean!.length !== corrupted!.length) continue;
    const known = byLength.get(clean!.length) ?? [];
    byLength.set(clean!.length, [...known, { clean: clean!, corrupted: corrupted! }]);
  }
  const [a, b] = [...byLength.values()].toSorted((x, y) => y.length - x.length);
  const half = count / 2;
  if (!a || !b || b.length < half) throw new Error(`there are not ${half} pairs of each of two lengths`);
  return [a.slice(0, half), b.slice(0, half)].toSorted((x, y) => x[0]!.clean.length - y[0]!.clean.length);
}
