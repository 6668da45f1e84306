/** What the form shows of the server's answers, and for how long. */
import type { DraftPair, DraftRow, DraftSettings } from './draft';
import {
  findPairResult,
  isSameInput,
  readRefusal,
  type Answer,
  type CheckedInput,
  type PairResult,
} from './preview';
import type { Refusal } from './use-submit';

export interface Check {
  /** The answer to show; it may be about an earlier input. */
  readonly answer: Answer | null;
  /** Whether it is about the input as it is now. */
  readonly isCurrent: boolean;
  /** The refusal of the input as it is now, where it names no field; null otherwise. */
  readonly refusal: Refusal | null;
}

/** The preview, with the problems of a refused run in the place of its own as long as nothing has been changed. */
export function mergeAnswers(preview: Answer | null, refusal: Refusal | null, input: CheckedInput): Check {
  const isPreviewCurrent = preview !== null && isSameInput(preview.checked, input);
  if (!refusal || !isSameInput(refusal.checked, input))
    return { answer: preview, isCurrent: isPreviewCurrent, refusal: null };
  if (refusal.error.issues.length === 0) return { answer: preview, isCurrent: isPreviewCurrent, refusal };
  const refused = readRefusal(input, refusal.error.issues);
  const pairs = [...refused.pairs].map(([key, result]): [string, PairResult] => {
    const known = preview?.pairs.get(key);
    return [key, known ? { ...known, issues: result.issues } : result];
  });
  return { answer: { ...refused, pairs: new Map(pairs) }, isCurrent: true, refusal: null };
}

/** Looks pairs up in an answer. */
export function createFinder(
  answer: Answer | null,
  settings: DraftSettings,
): (row: DraftRow) => PairResult | undefined {
  return (row: DraftPair) => findPairResult(answer, row, settings);
}

/** Messages for one of the form's parts. */
export function selectMessages(issues: readonly { path: string; message: string }[], path: string): string[] {
  return issues.filter((issue) => issue.path === path).map(({ message }) => message);
}
