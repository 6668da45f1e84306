/** Answers of several tokens, of which a run can use the first one. */
import { lacksLeadingSpace } from './answer-space';
import type { AnswerField, DraftPair, DraftRow } from './draft';
import type { PairResult } from './preview';

const ANSWERS = ['correct', 'incorrect'] as const;

/** An answer with the text to put in its place. */
export interface AnswerText {
  readonly id: number;
  readonly field: AnswerField;
  readonly text: string;
}

/**
 * The first token of an answer that is several. Null for an answer of one token, for a set, for one that lacks its leading space, and
 * where the first token is part of a character, because no text gives it again.
 */
export function findFirstToken(
  pair: DraftPair,
  field: AnswerField,
  result: PairResult | undefined,
): string | null {
  const tokens = result?.tokens?.[field === 'correct' ? 'correctTokens' : 'incorrectTokens'] ?? [];
  if (lacksLeadingSpace(pair, field, result)) return null;
  const isSet = (pair.more?.[field] ?? []).length > 0;
  const text = tokens[0]?.text ?? '';
  return isSet || tokens.length < 2 || text === '' || text.includes('\uFFFD') ? null : text;
}

/** The first tokens of all answers that are several. */
export function listFirstTokens(
  rows: readonly DraftRow[],
  findResult: (row: DraftRow) => PairResult | undefined,
): AnswerText[] {
  return rows.flatMap((row) => {
    const result = findResult(row);
    return ANSWERS.flatMap((field): AnswerText[] => {
      const text = findFirstToken(row, field, result);
      return text === null ? [] : [{ id: row.id, field, text }];
    });
  });
}
