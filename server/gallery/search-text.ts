/** The text that a search by words reads. */
import type { PromptPair } from '../db';
import type { FindingText } from './finding-text';

/** Joins title, summary, tags, author, model, prompts and claims in lower case. */
export function joinSearchText(
  { title, summary, tags }: FindingText,
  {
    author,
    model,
    pairs,
    claims,
  }: {
    readonly author: string;
    readonly model: string;
    readonly pairs: readonly PromptPair[];
    /** In canonical form. */
    readonly claims: readonly string[];
  },
): string {
  const prompts = pairs.flatMap((pair) => [pair.clean, pair.corrupted, pair.correct, pair.incorrect]);
  return [title, summary, ...tags, author, model, ...prompts, ...claims].join('\n').toLowerCase();
}
