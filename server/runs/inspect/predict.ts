/** The most probable next tokens of a prompt, as in TransformerLens' test_prompt. */
import { badUserInput } from '../../errors';
import type { Services } from '../services';
import { createNoEngineError } from '../../engine-status';
import type { Token } from '../../models/registry/installed';
import { promptLengthProblem, promptTextProblem } from '../submit/validate-texts';

export interface Prediction {
  readonly token: Token;
  /** Raw logit. */
  readonly logit: number;
  /** 0 to 1, over the whole vocabulary. */
  readonly probability: number;
  /** Number of tokens with a larger logit; 0 for the most probable one. */
  readonly rank: number;
}

/**
 * The `top` most probable next tokens, most probable first.
 *
 * @param signal aborts when nobody waits for the result.
 * @throws BAD_USER_INPUT for an empty prompt or one longer than the model's context; MODEL_UNAVAILABLE; ENGINE_FAILED;
 *   RUN_CANCELLED when `signal` aborts.
 */
export async function predict(
  { engine, models }: Pick<Services, 'engine' | 'models'>,
  request: { model: string; prompt: string; top: number; prependBos: boolean },
  signal?: AbortSignal,
): Promise<Prediction[]> {
  const [model, vocabulary] = await Promise.all([
    models.info(request.model),
    models.vocabulary(request.model),
  ]);
  const refuse = (problem: string | null): void => {
    if (problem !== null) throw badUserInput([{ path: 'prompt', message: problem }]);
  };
  refuse(promptTextProblem('The prompt', request.prompt, model, vocabulary));
  const tokens = await tokenize({ models }, { ...request, text: request.prompt }, signal);
  refuse(promptLengthProblem('The prompt', tokens, model));
  if (engine === null) throw createNoEngineError();
  const rows = await engine.predict(
    request.model,
    tokens.map((token) => token.id),
    Math.min(request.top, model.dVocab),
  );
  return rows.map(({ tokenId, logit, probability, rank }) => ({
    token: { id: tokenId, text: vocabulary.tokenText(tokenId) },
    logit,
    probability,
    rank,
  }));
}

/**
 * Tokenises a text, with the BOS token first when `prependBos`.
 *
 * @throws MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts.
 */
export async function tokenize(
  { models }: Pick<Services, 'models'>,
  { model, text, prependBos }: { model: string; text: string; prependBos: boolean },
  signal?: AbortSignal,
): Promise<Token[]> {
  const [tokens] = await models.tokenize(model, [text], signal);
  if (!prependBos) return [...tokens!];
  const { bosId, tokenText } = await models.vocabulary(model);
  return [{ id: bosId, text: tokenText(bosId) }, ...tokens!];
}
