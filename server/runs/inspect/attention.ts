/** Attention patterns of a run's prompts: computed on request, or read from those that a finding has stored. */
import { SERVER } from '../../accounts/visibility';
import type { RunSide } from '../../../domain/effect';
import { badUserInput } from '../../errors';
import type { Run } from '../../db';
import { decodeCleanTokens, decodeCorruptedTokens } from '../../db/codec';
import { createRunLoaders, type RunLoaders } from '../loaders';
import type { PatternWeighting } from '../../engine/inspection';
import type { Services } from '../services';
import { expectModel } from '../experiment';
import { decodeFloats } from '../results/float-bytes';
import { createNoEngineError } from '../../engine-status';
import type { Token } from '../submit/validate-pairs';

export interface AttentionRequest {
  readonly layer: number;
  readonly head: number;
  readonly on: RunSide;
  /** Index of the prompt; null for the mean over prompts. */
  readonly prompt: number | null;
  /** Of each prompt's pattern, before a mean. */
  readonly weighting: PatternWeighting;
}

export interface AttentionPattern {
  readonly layer: number;
  readonly head: number;
  /** Tokens of the prompt; of the first prompt for a mean. */
  readonly tokens: readonly Token[];
  /** Row-major [dest, src]; without weighting each row sums to 1. */
  readonly values: Float32Array;
}

/**
 * One head's attention pattern on a run's prompts.
 *
 * @param loaders of the request; they read many patterns in one statement.
 * @throws BAD_USER_INPUT for a layer, head or prompt that is not there; MODEL_UNAVAILABLE, also when the model's
 *   files have changed since the run; ENGINE_FAILED.
 */
export async function readAttention(
  services: Pick<Services, 'db' | 'models' | 'engine'>,
  run: Run,
  request: AttentionRequest,
  loaders: Pick<RunLoaders, 'pairs' | 'model' | 'pattern'> = createRunLoaders(services.db, SERVER),
): Promise<AttentionPattern> {
  const { engine } = services;
  const { layer, head, on, prompt, weighting } = request;
  const pairs = await loaders.pairs.load(run.id);
  // A foreign key keeps the model of a run.
  const model = await loaders.model.load(run.modelId);
  checkIndex('layer', layer, model!.layers);
  checkIndex('head', head, model!.heads);
  if (prompt !== null) checkIndex('prompt', prompt, pairs.length);
  const prompts = pairs.map(({ cleanTokens, corruptedTokens }) =>
    on === 'CLEAN' ? decodeCleanTokens(cleanTokens) : decodeCorruptedTokens(corruptedTokens),
  );
  const tokens = prompts[prompt ?? 0]!;
  if (prompt === null && prompts.some(({ length }) => length !== tokens.length)) {
    const message =
      'The prompts of this run have several lengths, so their patterns have no mean. Choose one prompt.';
    throw badUserInput([{ path: 'prompt', message }]);
  }
  if (prompt === null && weighting === 'NONE') {
    const kept = await loaders.pattern.load({ runId: run.id, layer, head, side: on });
    if (kept) return { layer, head, tokens, values: decodeFloats(kept.values) };
  }
  if (engine === null) throw createNoEngineError();
  const ids = (prompt === null ? prompts : [tokens]).map((row) => row.map((token) => token.id));
  return {
    layer,
    head,
    tokens,
    values: await engine.attention({
      model: run.modelId,
      prompts: ids,
      layer,
      head,
      weighting,
      expected: expectModel(run),
    }),
  };
}

function checkIndex(name: string, value: number, length: number): void {
  if (Number.isInteger(value) && value >= 0 && value < length) return;
  throw badUserInput([
    { path: name, message: `There is no ${name} ${value}; this run has ${name}s 0 to ${length - 1}.` },
  ]);
}
