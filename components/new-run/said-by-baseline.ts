/** Warnings of the API that the panel and the rows already say of the baseline. */
import type { FieldIssue } from '../apollo/read-error';
import type { Preview_BaselineFragment } from '../generated/graphql';

/**
 * Whether a warning repeats the verdict on the baseline, which the panel says, or the wrong sign or the missing gap of one pair, which
 * its row is marked with. A warning about a field, or of a preview without a baseline, is not repeated.
 */
export function isSaidByBaseline(
  { path, message }: FieldIssue,
  baseline: Preview_BaselineFragment | null | undefined,
): boolean {
  if (!baseline) return false;
  const { cannotNormalise, perPrompt } = baseline;
  if (path === 'pairs') return cannotNormalise !== null && message.startsWith(cannotNormalise);
  const [, index] = /^pairs\.(\d+)$/.exec(path) ?? [];
  const ofPair = index === undefined ? undefined : perPrompt[Number(index)];
  return ofPair !== undefined && (ofPair.gapTooSmall || ofPair.clean <= ofPair.corrupted);
}
