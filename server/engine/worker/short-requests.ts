/** Requests that are answered while a run computes: predictions, attention patterns and single patches. */
import { countLongest, countSteps } from '../../../domain/pair-groups';
import type { Baseline, Experiment } from '../api';
import type { AttentionRequest, PatchedRequest, TokenPrediction } from '../inspection';
import { checkFinite } from '../forward/finite';
import { MAX_ROWS } from '../forward/forward';
import { logits, rankTokens, topTokens } from '../forward/unembed';
import { computeValueNorms } from '../forward/value-norms';
import { measureSweep, planCell } from '../patching/plan';
import { runPatch } from '../patching/sweep';
import { splitIntoBatches } from './batches';
import { checkAttention, checkCell, checkKinds, checkPrompt, checkToken } from './check-input';
import type { BorrowedModel, Context } from './context';
import type { Executor } from './executor';
import { computeBaseline, runBaseAndSource } from './unpatched-runs';

/** Metrics of the unpatched runs, [prompt] each. @throws BAD_USER_INPUT */
export function computeShortBaseline(
  context: Context,
  borrowed: BorrowedModel,
  experiment: Experiment,
): Promise<Baseline> {
  const batches = splitIntoBatches(experiment, borrowed.model.architecture, context);
  const beforeCall = yieldWhenLarge(
    context.executor,
    2 * experiment.pairs.length,
    countLongest(experiment.pairs),
  );
  return computeBaseline(context, borrowed, experiment, batches, beforeCall);
}

/** The `top` most probable next tokens of a prompt, then the named ones. @throws BAD_USER_INPUT */
export async function predict(
  { activations }: Context,
  { id, model, identity }: BorrowedModel,
  prompt: readonly number[],
  top: number,
  named: readonly number[] = [],
): Promise<TokenPrediction[]> {
  checkPrompt(prompt, 'prompt', model.architecture);
  for (const token of named) checkToken(token, 'named', model.architecture);
  const { post } = await activations.run(model, identity.digest, [prompt], doNothing);
  const [last] = await logits(model, post.subarray(-model.architecture.dModel));
  return checkPredictions(id, [...topTokens(last!, top), ...rankTokens(last!, named)]);
}

/** Mean pattern of one head over the prompts, [dest, src]. @throws BAD_USER_INPUT */
export async function computeMeanPattern(
  { activations, executor }: Context,
  { id, model, identity }: BorrowedModel,
  request: AttentionRequest,
): Promise<Float32Array> {
  checkAttention(request, model.architecture);
  const { prompts, layer, head, weighting = 'NONE' } = request;
  const length = prompts[0]!.length;
  const beforeCall = yieldWhenLarge(executor, prompts.length, length);
  const cache = await activations.run(model, identity.digest, prompts, beforeCall);
  const { pattern } = cache.blocks[layer]!;
  const weights = weighting === 'NONE' ? null : await computeValueNorms(model, cache, layer, head, weighting);
  const mean = averagePattern(pattern, prompts.length, length, head, model.architecture.heads, weights);
  checkFinite(id, `attention of head L${layer}H${head}`, mean);
  return mean;
}

/** Next tokens of each pair after the patch of one cell, [prompt][rank]. @throws BAD_USER_INPUT */
export async function predictPatched(
  context: Context,
  borrowed: BorrowedModel,
  { experiment, kind, cell, top, named = [] }: PatchedRequest,
): Promise<TokenPrediction[][]> {
  const { id, model } = borrowed;
  for (const token of named.flat()) checkToken(token, 'named', model.architecture);
  const predictions = experiment.pairs.map((): TokenPrediction[] => []);
  const batches = splitIntoBatches(experiment, model.architecture, context);
  checkKinds([kind], countSteps({ ...experiment, directions: undefined }), experiment.pairs);
  for (const batch of batches) {
    const runs = await runBaseAndSource(context, borrowed, batch, experiment.direction, doNothing);
    checkCell(cell, kind, measureSweep(kind, model.architecture, batch));
    const patch = planCell(kind, cell, model.architecture, batch, context.skipping);
    const options = { beforeCall: doNothing, limits: context.limits };
    const last = await runPatch(model, runs, patch, batch, options);
    for (const [at, values] of (await logits(model, last)).entries()) {
      const index = batch.indices[at]!;
      const rows = [...topTokens(values, top), ...rankTokens(values, named[index] ?? [])];
      predictions[index] = checkPredictions(id, rows);
    }
  }
  return predictions;
}

/** What a short request awaits before each call: nothing, unless it is so large that other short requests would wait for it. */
function yieldWhenLarge(executor: Executor, prompts: number, length: number): () => Promise<void> {
  return prompts * length > MAX_ROWS ? () => executor.yieldToShort() : doNothing;
}

async function doNothing(): Promise<void> {}

/** Logits are centred and probabilities share a sum, so one number that is not finite shows in all of them. */
export function checkPredictions(id: string, rows: TokenPrediction[]): TokenPrediction[] {
  const numbers = rows.flatMap(({ logit, probability }) => [logit, probability]);
  checkFinite(id, 'logits', numbers);
  return rows;
}

/**
 * Mean over prompts of one head of [prompt, head, dest, src]: [dest, src].
 *
 * @param weights of source positions, [prompt, src]; null for none.
 */
function averagePattern(
  pattern: Float32Array,
  prompts: number,
  length: number,
  head: number,
  heads: number,
  weights: Float64Array | null,
): Float32Array {
  const mean = new Float32Array(length * length);
  for (let prompt = 0; prompt < prompts; prompt++) {
    const at = (prompt * heads + head) * length * length;
    for (let i = 0; i < mean.length; i++) {
      const weight = weights?.[prompt * length + (i % length)] ?? 1;
      mean[i]! += (weight * pattern[at + i]!) / prompts;
    }
  }
  return mean;
}
