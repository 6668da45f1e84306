/** The text that a search by words reads. */
import type { PromptPair } from '../db';
import type { FindingText } from './finding-text';

/** Joins title, summary, tags, author, model and prompts in lower case. */
export function joinSearchText(
  { title, summary, tags }: FindingText,
  {
    author,
    model,
    pairs,
  }: { readonly author: string; readonly model: string; readonly pairs: readonly PromptPair[] },
): string {
  const prompts = pairs.flatMap((pair) => [pair.clean, pair.corrupted, pair.correct, pair.incorrect]);
  return [title, summary, ...tags, author, model, ...prompts].join('\n').toLowerCase();
}
