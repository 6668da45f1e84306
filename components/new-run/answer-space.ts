/** Answers that lack a leading space, with which words of GPT-2's vocabulary start. */
import type { AnswerField, DraftPair, DraftRow } from './draft';
import type { AnswerPlace } from './form-state';
import type { PairResult } from './preview';

const ANSWERS = ['correct', 'incorrect'] as const;

/** Whether the server advises a leading space for an answer, as a problem or as a warning. */
export function lacksLeadingSpace(
  pair: DraftPair,
  field: AnswerField,
  result: PairResult | undefined,
): boolean {
  if (!result || pair[field] === '' || /^\s/.test(pair[field])) return false;
  return [...result.issues, ...result.warnings].some(
    (issue) => issue.field === field && /leading space/i.test(issue.message),
  );
}

/** All answers that lack a leading space. */
export function findAnswersWithoutSpace(
  rows: readonly DraftRow[],
  findResult: (row: DraftRow) => PairResult | undefined,
): AnswerPlace[] {
  return rows.flatMap((row) => {
    const result = findResult(row);
    return ANSWERS.filter((field) => lacksLeadingSpace(row, field, result)).map((field) => ({
      id: row.id,
      field,
    }));
  });
}
