/** The verdict on a pair in one or two words. */
import { areBlank, listAnswers, type DraftPair, type PairField } from './draft';
import type { PairIssue, PairResult } from './preview';

export interface PairVerdict {
  readonly tone: 'problem' | 'warning' | 'good' | 'none';
  readonly text: string;
  /** The text in a sentence, where a word does not say enough. */
  readonly reason?: string;
}

const NO_GAP = 'The logit differences of the clean and the corrupted prompt are too close to normalise by.';
const WRONG_SIGN =
  'The model prefers the correct answer more on the corrupted prompt than on the clean one. Check whether the answers or the prompts are swapped.';

/** Selects the problems to show: before the first attempt to run, empty fields are not reported. */
export function selectShownIssues(
  pair: DraftPair,
  issues: readonly PairIssue[],
  hasTried: boolean,
): readonly PairIssue[] {
  return hasTried ? issues : issues.filter(({ field }) => field === null || isWritten(pair, field));
}

function isWritten(pair: DraftPair, field: PairField): boolean {
  const isAnswer = field === 'correct' || field === 'incorrect';
  return (isAnswer ? listAnswers(pair, field) : [pair[field]]).every((text) => text !== '');
}

/**
 * Judges a pair by its problems, then by its warnings, then by the model's logit differences.
 *
 * @param result undefined until the present texts have been checked.
 */
export function judgePair(
  pair: DraftPair,
  result: PairResult | undefined,
  hasTried: boolean,
  isPending: boolean,
): PairVerdict {
  if (!result) {
    if (areBlank([pair])) return { tone: 'none', text: 'empty' };
    return { tone: 'none', text: isPending ? 'checking…' : 'not checked' };
  }
  const problems = selectShownIssues(pair, result.issues, hasTried).length;
  if (problems > 0) return { tone: 'problem', text: problems === 1 ? '1 problem' : `${problems} problems` };
  if (result.issues.length > 0) return { tone: 'none', text: areBlank([pair]) ? 'empty' : 'incomplete' };
  const { baseline, warnings } = result;
  if (baseline?.gapTooSmall) return { tone: 'warning', text: 'no gap', reason: NO_GAP };
  if (baseline && baseline.clean <= baseline.corrupted)
    return { tone: 'warning', text: 'wrong sign', reason: WRONG_SIGN };
  if (warnings.length > 0)
    return { tone: 'warning', text: warnings.length === 1 ? '1 warning' : `${warnings.length} warnings` };
  // The preview of a large set measures its first pairs.
  return baseline ? { tone: 'good', text: 'ok' } : { tone: 'none', text: 'not measured' };
}
