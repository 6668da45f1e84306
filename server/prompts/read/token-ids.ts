/** Token ids of a file: whether they belong to the tokenizer that they are read with. */
import type { AnswerSource, Candidate } from './candidate';

/** The tokenizer that ids are read with. */
export interface IdReader {
  /** Id of its model. */
  readonly model: string;
  /** Number of its tokens. */
  readonly size: number;
  /** Text of a token. */
  readonly tokenText: (id: number) => string;
}

/** Shares of the ids above which a file is of another tokenizer. */
const MOST_OUTSIDE = 0.05;
const MOST_IMPOSSIBLE = 0.3;
/** Share of rows with prompts of unequal lengths above which a file is of another tokenizer, and rows that are needed to tell. */
const MOST_UNEQUAL = 0.2;
const FEWEST_ROWS = 5;

export interface IdVerdict {
  readonly isForeign: boolean;
  /** What shows it, as the end of a sentence; empty when the ids fit. */
  readonly evidence: string;
}

/** The token ids of an answer; empty for texts. */
export function listIds(answer: AnswerSource): readonly number[] {
  return 'ids' in answer ? answer.ids : [];
}

/**
 * Judges the ids of all rows together: they are of another tokenizer when many are outside of the vocabulary, or are tokens that
 * cannot follow their prompts, or when many pairs have prompts of unequal lengths, which a file with ids has equal. A single
 * wrong id is a mistake of its row.
 *
 * @param isEqual whether the prompts of a candidate have the same number of tokens, with the tokenizer of the ids.
 */
export function judgeIds(
  candidates: readonly Candidate[],
  { size, tokenText }: IdReader,
  isEqual: (candidate: Candidate) => boolean,
): IdVerdict {
  const uses = candidates.flatMap(({ clean, correct, incorrect }) =>
    [...listIds(correct), ...listIds(incorrect)].map((id) => ({ clean, id })),
  );
  if (uses.length === 0) return { isForeign: false, evidence: '' };
  const outside = uses.filter(({ id }) => id >= size);
  if (outside.length > uses.length * MOST_OUTSIDE) {
    const evidence = `${outside[0]!.id} is outside of its ${size.toLocaleString('en')} tokens`;
    return { isForeign: true, evidence };
  }
  const impossible = uses.filter(({ clean, id }) => id < size && !canFollow(clean, tokenText(id)));
  if (impossible.length > uses.length * MOST_IMPOSSIBLE) {
    const { id } = impossible[0]!;
    return { isForeign: true, evidence: `${id} is '${tokenText(id)}', which cannot be an answer` };
  }
  const unequal = candidates.filter((candidate) => !isEqual(candidate)).length;
  if (candidates.length >= FEWEST_ROWS && unequal > candidates.length * MOST_UNEQUAL) {
    const evidence = `the two prompts have different numbers of tokens in ${unequal} of ${candidates.length} rows`;
    return { isForeign: true, evidence };
  }
  return { isForeign: false, evidence: '' };
}

/** Whether a token can be an answer to a prompt: whole characters, and not the middle of the prompt's last word. */
function canFollow(prompt: string, token: string): boolean {
  if (token === '' || token.includes('\uFFFD') || token.startsWith('<|')) return false;
  if (token.trim() === '') return false;
  if (/\p{L}$/u.test(prompt)) return !/^[\p{L}\p{N}]/u.test(token);
  if (/\p{N}$/u.test(prompt)) return !/^\p{L}/u.test(token);
  return true;
}
