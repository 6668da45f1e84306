/** Attention patterns of a run's prompts: computed when asked for, kept for good once published. */
import { badUserInput } from '../errors';
import type { Run } from '../db';
import type { Services } from '../services';
import { expectedModel } from './experiment';
import { floatsOf } from './recovery';
import { noEngine } from './submit';
import type { Token } from './validate';

export type RunSide = 'CLEAN' | 'CORRUPTED';

export interface AttentionRequest {
  readonly layer: number;
  readonly head: number;
  readonly on: RunSide;
  /** Index of the prompt; null for the mean over prompts. */
  readonly prompt: number | null;
}

export interface AttentionPattern {
  readonly layer: number;
  readonly head: number;
  /** Of the prompt shown; of the first one for a mean. */
  readonly tokens: readonly Token[];
  /** Row-major [dest, src]; each row sums to 1. */
  readonly values: Float32Array;
}

/**
 * One head's attention pattern on a run's prompts.
 *
 * @throws BAD_USER_INPUT for a layer, head or prompt that is not there; MODEL_UNAVAILABLE, also when the model is not
 *   the one of the run any more; ENGINE_FAILED.
 */
export async function attentionOf(
  services: Services,
  run: Run,
  request: AttentionRequest,
): Promise<AttentionPattern> {
  const { db, engine } = services;
  const { layer, head, on, prompt } = request;
  const pairs = await db.promptPair.findMany({ where: { runId: run.id }, orderBy: { index: 'asc' } });
  const model = await db.model.findUniqueOrThrow({ where: { id: run.modelId } });
  checkIndex('layer', layer, model.layers);
  checkIndex('head', head, model.heads);
  if (prompt !== null) checkIndex('prompt', prompt, pairs.length);
  const prompts = pairs.map(
    (pair) => JSON.parse(on === 'CLEAN' ? pair.cleanTokens : pair.corruptedTokens) as Token[],
  );
  const tokens = prompts[prompt ?? 0]!;
  if (prompt === null) {
    const key = { runId: run.id, layer, head, side: on };
    const kept = await db.pattern.findUnique({ where: { runId_layer_head_side: key } });
    if (kept) return { layer, head, tokens, values: floatsOf(kept.values) };
  }
  if (engine === null) throw noEngine();
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
      expected: expectedModel(run),
    }),
  };
}

function checkIndex(name: string, value: number, length: number): void {
  if (Number.isInteger(value) && value >= 0 && value < length) return;
  throw badUserInput([
    { path: name, message: `There is no ${name} ${value}; this run has ${name}s 0 to ${length - 1}.` },
  ]);
}
