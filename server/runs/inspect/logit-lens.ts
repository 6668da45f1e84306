/** Logit lens of prompts, computed at once and not stored. */
import type { RunSide } from '../../../domain/effect';
import type { PatchSite } from '../../../domain/patch-sites';
import { createNoEngineError } from '../../engine-status';
import type { LensResult } from '../../engine/interventions';
import { badUserInput } from '../../errors';
import type { Services } from '../services';
import { validatePairs, type PairsInput, type Token } from '../submit/validate-pairs';

export interface LensInput extends PairsInput {
  readonly on: RunSide;
  readonly includeMid: boolean;
  readonly lastPosition: boolean;
  readonly top: number;
}

/** What each stage of a run would predict, by prompt. */
export interface LogitLens {
  readonly stages: readonly { readonly site: PatchSite; readonly layer: number }[];
  readonly prompts: readonly PromptLens[];
}

export interface PromptLens {
  /** The tokens at the positions that were read. */
  readonly tokens: readonly Token[];
  /** [stage][position] */
  readonly logitDiff: readonly (readonly number[])[];
  readonly logProb: readonly (readonly number[])[];
  readonly rank: readonly (readonly number[])[];
  /** [stage][position][rank] */
  readonly predictions: readonly (readonly (readonly LensPrediction[])[])[];
}

interface LensPrediction {
  readonly token: Token;
  readonly probability: number;
}

/**
 * Reads the residual stream of each prompt of one side at every stage.
 *
 * @throws BAD_USER_INPUT with all problems, or when it costs too much; MODEL_UNAVAILABLE; ENGINE_FAILED; RUN_CANCELLED when
 *   `signal` aborts.
 */
export async function readLogitLens(
  { engine, models }: Pick<Services, 'engine' | 'models'>,
  input: LensInput,
  signal?: AbortSignal,
): Promise<LogitLens> {
  const validated = await validatePairs(input, models, signal);
  const { tokenPairs, model, issues } = validated;
  if (!tokenPairs) throw badUserInput(issues);
  if (engine === null) throw createNoEngineError();
  const { tokenText } = await models.vocabulary(model.id);
  const top = Math.min(input.top, model.dVocab);
  const result = await engine.readLens(
    {
      // Which of the two runs is the base run does not matter here.
      experiment: { model: model.id, direction: 'DENOISING', pairs: tokenPairs },
      on: input.on,
      includesMid: input.includeMid,
      isLastOnly: input.lastPosition,
      top,
    },
    signal,
  );
  return {
    stages: result.stages,
    prompts: validated.pairs.map((pair, prompt) => {
      const all = input.on === 'CLEAN' ? pair.clean : pair.corrupted;
      return readPrompt(result, prompt, input.lastPosition ? all.slice(-1) : all, top, tokenText);
    }),
  };
}

function readPrompt(
  result: LensResult,
  prompt: number,
  tokens: readonly Token[],
  top: number,
  tokenText: (id: number) => string,
): PromptLens {
  const { stages } = result;
  const map = <T>(read: (at: number) => T): T[][] =>
    stages.map((_, stage) =>
      tokens.map((_, position) => read((prompt * stages.length + stage) * tokens.length + position)),
    );
  return {
    tokens,
    logitDiff: map((at) => result.logitDiff[at]!),
    logProb: map((at) => result.logProb[at]!),
    rank: map((at) => result.rank[at]!),
    predictions: map((at) =>
      Array.from({ length: top }, (_, place) => {
        const id = result.tokens[at * top + place]!;
        return { token: { id, text: tokenText(id) }, probability: result.probabilities[at * top + place]! };
      }),
    ),
  };
}
