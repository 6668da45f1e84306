/** The texts of a candidate as they are tokenised: ids decoded, spaces added or removed where the request or layout says so. */
import type { ReadingOption } from '../../../domain/prompts/reading';
import { mayLackSpace } from '../../runs/submit/validate-texts';
import type { AnswerSource, Candidate } from './candidate';
import { listIds, type IdReader, type IdVerdict } from './token-ids';

export interface WrittenTexts {
  readonly clean: string;
  readonly corrupted: string;
  readonly correct: readonly string[];
  readonly incorrect: readonly string[];
  /** Whether the answers came as token ids, whose spaces are right. */
  readonly isFromIds: boolean;
}

/** The texts of a candidate, or why it has none. */
export function writeTexts(
  candidate: Candidate,
  options: ReadonlySet<ReadingOption>,
  reader: IdReader,
  verdict: IdVerdict,
): WrittenTexts | string {
  const ids = [...listIds(candidate.correct), ...listIds(candidate.incorrect)];
  if (ids.length > 0 && verdict.isForeign)
    return `The token ids ${ids.slice(0, 4).join(', ')} are not of the tokenizer of ${reader.model}: in this file, ${verdict.evidence}.`;
  const outside = ids.find((id) => id >= reader.size);
  if (outside !== undefined)
    return `The token id ${outside} is outside of the ${reader.size.toLocaleString('en')} tokens of ${reader.model}.`;
  const broken = ids.find((id) => /^$|\uFFFD/.test(reader.tokenText(id)));
  if (broken !== undefined)
    return `The token ${broken} of ${reader.model} is part of a character; it is no text.`;
  const trim = (prompt: string): string => (options.has('TRIM_PROMPTS') ? prompt.trimEnd() : prompt);
  const clean = trim(candidate.clean);
  const adds = candidate.needsSpace === true || options.has('ADD_LEADING_SPACE');
  const write = (answer: AnswerSource): readonly string[] => {
    if ('ids' in answer) return answer.ids.map((id) => reader.tokenText(id));
    return answer.texts.map((text) => (adds && mayLackSpace(clean, text) ? ` ${text}` : text));
  };
  return {
    clean,
    corrupted: trim(candidate.corrupted),
    correct: write(candidate.correct),
    incorrect: write(candidate.incorrect),
    isFromIds: ids.length > 0,
  };
}
