/** The most probable next tokens of a prompt, as TransformerLens' test_prompt prints them. */
import { badUserInput } from '../errors';
import type { Services } from '../services';
import { noEngine } from './submit';
import { promptProblem, type Token } from './validate';

export interface Prediction {
  readonly token: Token;
  /** Raw logit. */
  readonly logit: number;
  /** 0 to 1, over the whole vocabulary. */
  readonly probability: number;
}

/**
 * The `top` most probable next tokens, most probable first.
 *
 * @throws BAD_USER_INPUT for an empty prompt or one longer than the model's context; MODEL_UNAVAILABLE; ENGINE_FAILED.
 */
export async function predict(
  { engine, models }: Services,
  request: { model: string; prompt: string; top: number; prependBos: boolean },
): Promise<Prediction[]> {
  const [model, tokenizer] = await Promise.all([models.info(request.model), models.tokenizer(request.model)]);
  const tokens = tokenizer.tokens(request.prompt, request.prependBos);
  const problem = promptProblem('The prompt', request.prompt, tokens, model);
  if (problem) throw badUserInput([{ path: 'prompt', message: problem }]);
  if (engine === null) throw noEngine();
  const rows = await engine.predict(
    request.model,
    tokens.map((token) => token.id),
    Math.min(request.top, model.dVocab),
  );
  return rows.map(({ tokenId, logit, probability }) => ({
    token: { id: tokenId, text: tokenizer.tokenText(tokenId) },
    logit,
    probability,
  }));
}
