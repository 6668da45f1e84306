/** Problems of one text of an experiment, before it is tokenised and by its tokens. */
import { MAX_WHOLE_TOKENS } from '../../../domain/limits';
import type { ModelInfo } from '../../engine/api';
import type { Token, Vocabulary } from '../../models/registry/installed';
import { textProblem } from '../../text';

/** Number of tokens that the message of an answer of several tokens shows. */
const SHOWN_TOKENS = 8;

/**
 * The problem of a prompt that does not depend on its tokens; null when it may be tokenised.
 *
 * @param name the subject of the message, e.g. 'The clean prompt'.
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

/** The problem of a prompt by its tokens; null for a valid one. */
export function promptLengthProblem(name: string, tokens: readonly Token[], model: ModelInfo): string | null {
  if (tokens.length <= model.context) return null;
  return `${name} is ${tokens.length} tokens; ${model.id} reads at most ${model.context}. Shorten it.`;
}

/**
 * The problem of an answer that does not depend on its tokens; null when it may be tokenised.
 *
 * @param isWhole whether an answer of several tokens is read as a whole.
 */
export function answerTextProblem(
  field: string,
  text: string,
  { longestTokenBytes }: Pick<Vocabulary, 'longestTokenBytes'>,
  isWhole = false,
): string | null {
  if (text === '') return `The ${field} answer is empty; give one token, such as ' Mary'.`;
  const problem = textProblem(text);
  if (problem !== null) return `The ${field} answer ${problem}.`;
  const bytes = Buffer.byteLength(text);
  if (isWhole) {
    if (bytes <= MAX_WHOLE_TOKENS * longestTokenBytes) return null;
    return `The ${field} answer is ${bytes} bytes long; an answer that is read as a whole is up to ${MAX_WHOLE_TOKENS} tokens of up to ${longestTokenBytes} bytes.`;
  }
  // Shorter texts are tokenised, so that the message can show their tokens.
  if (bytes <= SHOWN_TOKENS * longestTokenBytes) return null;
  return `The ${field} answer is ${bytes} bytes long; an answer must be one token, and none is longer than ${longestTokenBytes} bytes.`;
}

/**
 * The problem of an answer by its tokens; null when it is one token. Every refusal of an answer of several tokens has this text.
 *
 * @param isAlone whether it is the only answer of its side, and the other side has one too: then it can be read as a whole.
 */
export function answerTokensProblem(text: string, tokens: readonly Token[], isAlone: boolean): string | null {
  if (tokens.length === 1) return null;
  const split = tokens.slice(0, SHOWN_TOKENS).map((token) => quote(token.text));
  const more = tokens.length > SHOWN_TOKENS ? ', …' : '';
  const hint = text.startsWith(' ') ? '' : ' Most words need a leading space.';
  const whole =
    isAlone && tokens.length <= MAX_WHOLE_TOKENS ? ', unless answers are read as a whole (wholeAnswers)' : '';
  return `${quote(text.slice(0, 60))} is ${tokens.length} tokens (${split.join(', ')}${more}); an answer must be one token${whole}.${hint}`;
}

/**
 * Whether an answer may lack its leading space. If so, the text with a space is tokenised too.
 *
 * It does not after white space or an opening mark, where words have no space, nor for marks and digits that continue a number.
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
 * The warning of an answer that is one token with and without a leading space; null for other answers.
 *
 * @param spaced tokens of the answer with a leading space.
 */
export function missingSpaceWarning(
  answer: string,
  tokens: readonly Token[],
  spaced: readonly Token[],
): string | null {
  if (tokens.length !== 1 || spaced.length !== 1) return null;
  return (
    `${quote(answer)} has no leading space. A word that follows this prompt begins with one, and ${quote(` ${answer}`)} is one ` +
    'token too. Add the leading space, unless the answer is meant to continue the last word.'
  );
}

export function quote(text: string): string {
  return `'${text}'`;
}
