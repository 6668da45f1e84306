/** The answers of the server that the form shows. */
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
  /** The answer to show; it may belong to an earlier input. */
  readonly answer: Answer | null;
  /** Whether the answer belongs to the present input. */
  readonly isCurrent: boolean;
  /** The refusal of the present input, if it names no field; null otherwise. */
  readonly refusal: Refusal | null;
}

/** Merges preview and refusal: the problems of a refused run replace those of the preview until the form changes. */
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
  const unusable = isPreviewCurrent ? preview.unusable : null;
  return { answer: { ...refused, unusable, pairs: new Map(pairs) }, isCurrent: true, refusal: null };
}

/** Creates a function that finds the result of a pair in an answer. */
export function createFinder(
  answer: Answer | null,
  settings: DraftSettings,
): (row: DraftRow) => PairResult | undefined {
  return (row: DraftPair) => findPairResult(answer, row, settings);
}

/** Selects the messages of one part of the form. */
export function selectMessages(issues: readonly { path: string; message: string }[], path: string): string[] {
  return issues.filter((issue) => issue.path === path).map(({ message }) => message);
}
