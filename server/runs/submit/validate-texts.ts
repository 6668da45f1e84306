/** What can be wrong with one text of an experiment: before it is tokenised, and by its tokens. */
import type { ModelInfo } from '../../engine/api';
import type { Token, Vocabulary } from '../../models/registry/installed';
import { textProblem } from '../../text';

/** Tokens of an answer of several that its message shows. */
const SHOWN_TOKENS = 8;

/**
 * What is wrong with a prompt whatever its tokens are, and what to do; null when it may be tokenised.
 *
 * @param name how the message calls it, e.g. 'The clean prompt'.
 */
export function promptTextProblem(
  name: string,
  text: string,
  model: ModelInfo,
  { longestTokenBytes }: Pick<Vocabulary, 'longestTokenBytes'>,
): string | null {
  if (text === '') return `${name} is empty; write the text that the model should continue.`;
  const problem = textProblem(text);
  if (problem !== null) return `${name} ${problem}.`;
  const bytes = Buffer.byteLength(text);
  const most = model.context * longestTokenBytes;
  if (bytes <= most) return null;
  return (
    `${name} is ${bytes} bytes long and cannot fit: ${model.id} reads at most ${model.context} tokens of up to ` +
    `${longestTokenBytes} bytes. Shorten it.`
  );
}

/** What is wrong with a prompt by its tokens; null when nothing is. */
export function promptLengthProblem(name: string, tokens: readonly Token[], model: ModelInfo): string | null {
  if (tokens.length <= model.context) return null;
  return `${name} is ${tokens.length} tokens; ${model.id} reads at most ${model.context}. Shorten it.`;
}

/** What is wrong with an answer whatever its tokens are; null when it may be tokenised. */
export function answerTextProblem(
  field: string,
  text: string,
  { longestTokenBytes }: Pick<Vocabulary, 'longestTokenBytes'>,
): string | null {
  if (text === '') return `The ${field} answer is empty; give one token, such as ' Mary'.`;
  const problem = textProblem(text);
  if (problem !== null) return `The ${field} answer ${problem}.`;
  const bytes = Buffer.byteLength(text);
  // Up to here its first tokens are worth showing.
  if (bytes <= SHOWN_TOKENS * longestTokenBytes) return null;
  return `The ${field} answer is ${bytes} bytes long; an answer must be one token, and none is longer than ${longestTokenBytes} bytes.`;
}

/** What is wrong with an answer by its tokens; null when it is one token. */
export function answerTokensProblem(text: string, tokens: readonly Token[]): string | null {
  if (tokens.length === 1) return null;
  const split = tokens.slice(0, SHOWN_TOKENS).map((token) => quote(token.text));
  const more = tokens.length > SHOWN_TOKENS ? ', …' : '';
  const hint = text.startsWith(' ') ? '' : ' Most words need a leading space.';
  return `${quote(text.slice(0, 60))} is ${tokens.length} tokens (${split.join(', ')}${more}); an answer must be one token.${hint}`;
}

/**
 * Whether an answer may lack its leading space: then the text with one is worth tokenising.
 *
 * Not after white space or an opening mark, where a word has none; not a mark, nor digits that continue a number.
 *
 * @param prompt that the answer follows.
 */
export function mayLackSpace(prompt: string, answer: string): boolean {
  if (answer === '' || /^\p{White_Space}/u.test(answer)) return false;
  if (/^[\p{P}\p{S}]+$/u.test(answer)) return false;
  if (/[\p{White_Space}\p{Ps}\p{Pi}"'_/\\-]$/u.test(prompt)) return false;
  return !(/\p{N}$/u.test(prompt) && /^\p{N}/u.test(answer));
}

/**
 * A warning of an answer that is one token with and without a leading space; null when it is not.
 *
 * @param spaced tokens of the answer behind a space.
 */
export function missingSpaceWarning(
  answer: string,
  tokens: readonly Token[],
  spaced: readonly Token[],
): string | null {
  if (tokens.length !== 1 || spaced.length !== 1) return null;
  return (
    `${quote(answer)} lacks its leading space: a word that follows this prompt begins with one, and ${quote(` ${answer}`)} is one ` +
    'token too. Add the leading space, unless the answer is meant to continue the last word.'
  );
}

export function quote(text: string): string {
  return `'${text}'`;
}
