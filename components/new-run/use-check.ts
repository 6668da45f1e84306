'use client';

import type { NewRunOptionsQuery, Preview_BaselineFragment } from '../generated/graphql';
import type { FieldIssue, ReadError } from '../apollo/read-error';
import { createFinder, mergeAnswers } from './check';
import { areBlank, type DraftRow } from './draft';
import type { FormState } from './form-state';
import { listProblems, type ListedProblem } from './list-problems';
import { createInput, type CheckedInput, type PairResult, type Unusable } from './preview';
import { usePreview } from './use-preview';
import type { Refusal } from './use-submit';

/** The server's answer about the present form. */
export interface FormCheck {
  readonly input: CheckedInput;
  readonly isPending: boolean;
  /** Results of a row, if they are about its present texts. */
  readonly findResult: (row: DraftRow) => PairResult | undefined;
  /** Problems of the form as a whole. */
  readonly issues: readonly FieldIssue[];
  readonly warnings: readonly FieldIssue[];
  /** Problems of single pairs that are shown. */
  readonly pairProblems: readonly ListedProblem[];
  /** The pairs that the model cannot use. */
  readonly unusable: Unusable | null;
  readonly baseline: Preview_BaselineFragment | null;
  readonly estimatedMs: number | null;
  /** Tokens of the prompts; null while that is not known. */
  readonly positions: number | null;
  readonly model: NewRunOptionsQuery['models'][number] | null;
  /** Why the run was refused as a whole. */
  readonly refusal: ReadError | null;
  /** Why the form could not be checked. */
  readonly previewError: ReadError | null;
  /** Checks it again. */
  readonly retry: () => void;
}

/**
 * Checks the form whenever typing pauses, and takes the last refusal into account.
 *
 * @param hasTried whether the visitor has tried to run: then missing texts are problems too.
 */
export function useCheck(
  { rows, settings }: FormState,
  options: NewRunOptionsQuery,
  refusal: Refusal | null,
  hasTried: boolean,
): FormCheck {
  const input = createInput(rows, settings);
  const preview = usePreview(settings.model !== '' && !areBlank(rows) ? input : null);
  // A refusal may be about the filter, which the preview does not look at.
  const isSameFilter = JSON.stringify(refusal?.checked.input.filter) === JSON.stringify(input.input.filter);
  const check = mergeAnswers(preview.answer, isSameFilter ? refusal : null, input);
  const findResult = createFinder(check.answer, settings);
  // An answer about all pairs together is valid only for the texts that were sent.
  const current = check.isCurrent ? check.answer : null;
  const lengths = rows.map((row) => findResult(row)?.tokens?.cleanTokens.length);
  return {
    input,
    isPending: preview.isPending && !check.isCurrent,
    findResult,
    issues: current?.issues ?? [],
    warnings: current?.warnings ?? [],
    pairProblems: listProblems('issues', rows, findResult, hasTried),
    unusable: current?.unusable ?? null,
    baseline: current?.baseline ?? null,
    estimatedMs: current?.estimatedMs ?? null,
    positions: lengths.find((length) => length) ?? null,
    model: options.models.find(({ id }) => id === settings.model) ?? null,
    refusal: check.refusal?.error ?? null,
    previewError: preview.error,
    retry: preview.retry,
  };
}
