/**
 * Direct logit attribution: the logit difference as a sum over the components that write to the residual stream.
 *
 * The logit difference is w (x - mean(x)) / scale + constant, where x is the last residual stream at the last position and scale
 * that of the final LayerNorm. x is the sum of what embeddings, heads, biases and MLPs write, so each of them has a share.
 * Value biases are folded into the output bias of attention, as in TransformerLens' processed weights.
 */
import { badUserInput } from '../../errors';
import type { AttributionResult } from '../interventions';
import type { RunCache } from '../forward/forward';
import type { LoadedModel } from '../forward/model';
import { computeNormScale } from '../forward/norm-scale';
import { takePosition } from '../forward/take-position';
import { attentionWidth } from '../models/architecture';
import { shapeRows } from '../runtime/session';
import { createDifference, type Direction } from './logit-diff';
import type { Answers } from './metric';

/**
 * Attributes the logit difference of each prompt, in logits.
 *
 * @param prompts token ids [prompt][position] of the run.
 * @param answers one for each prompt.
 * @throws BAD_USER_INPUT for answers whose score is not linear in the logits.
 */
export async function attributeLogitDiff(
  model: LoadedModel,
  run: RunCache,
  prompts: readonly (readonly number[])[],
  answers: readonly Answers[],
  beforeCall: () => Promise<void>,
): Promise<AttributionResult> {
  const { architecture, outer } = model;
  const { layers, heads, dModel: d } = architecture;
  const last = run.length - 1;
  const directions = createScaledDirections(model, run, answers);
  const readLast = (values: Float32Array, prompt: number): Float32Array =>
    values.subarray((prompt * run.length + last) * d, (prompt * run.length + last + 1) * d);
  const share = (row: ArrayLike<number>, prompt: number): number => {
    const { direction, scale } = directions[prompt]!;
    return projectCentred(row, direction) / scale;
  };

  const result = {
    heads: new Float32Array(prompts.length * layers * heads),
    headsBySource: new Float32Array(prompts.length * layers * heads * run.length),
    mlps: new Float32Array(prompts.length * layers),
    attnBias: new Float32Array(prompts.length * layers),
  };
  for (let layer = 0; layer < layers; layer++) {
    await beforeCall();
    const { bias, readDirection } = await readOutputWeights(model, layer);
    const { mid } = run.blocks[layer]!;
    const post = run.blocks[layer + 1]?.pre ?? run.post;
    for (let prompt = 0; prompt < prompts.length; prompt++) {
      const at = prompt * layers + layer;
      const bySource = attributeToSources(
        run,
        layer,
        prompt,
        readDirection(directions[prompt]!.direction),
        heads,
      );
      bySource.forEach((shares, head) => {
        const ofHead = shares.map((value) => value / directions[prompt]!.scale);
        result.headsBySource.set(ofHead, (at * heads + head) * run.length);
        result.heads[at * heads + head] = ofHead.reduce((sum, value) => sum + value, 0);
      });
      const [before, after] = [readLast(mid, prompt), readLast(post, prompt)];
      result.mlps[at] = share(
        Float64Array.from(after, (value, i) => value - before[i]!),
        prompt,
      );
      result.attnBias[at] = share(bias, prompt);
    }
  }
  const embedding = (weights: Float32Array, row: number): Float32Array =>
    weights.subarray(row * d, (row + 1) * d);
  return {
    ...result,
    embed: Float32Array.from(prompts, (tokens, prompt) =>
      share(embedding(outer.tokenEmbedding, tokens[last]!), prompt),
    ),
    posEmbed: Float32Array.from(prompts, (_, prompt) =>
      share(embedding(outer.positionEmbedding, last), prompt),
    ),
    bias: Float32Array.from(directions, ({ direction }) => direction.constant),
  };
}

/** Where the logit difference of a prompt points, and the scale of its final LayerNorm. */
interface ScaledDirection {
  readonly direction: Direction;
  readonly scale: number;
}

/**
 * Makes them for the prompts of a run.
 *
 * @throws BAD_USER_INPUT for answers whose score is not linear in the logits.
 */
export function createScaledDirections(
  model: LoadedModel,
  run: RunCache,
  answers: readonly Answers[],
): ScaledDirection[] {
  const { dModel, norm } = model.architecture;
  const rows = takePosition(run.post, run, run.length - 1);
  return answers.map((ofPrompt, prompt) => {
    const direction = createDifference(model, ofPrompt);
    if (!direction) {
      const message =
        'The log-sum-exp of several answers is not a sum over components, so it cannot be attributed. Use the rule MEAN.';
      throw badUserInput([{ path: `pairs.${prompt}.rule`, message }]);
    }
    const row = rows.subarray(prompt * dModel, (prompt + 1) * dModel);
    return { direction, scale: computeNormScale(row, norm.epsilon) };
  });
}

/** The output projection of the heads of one layer. */
interface OutputWeights {
  /** Output bias of attention, value biases folded in: [dModel]. */
  readonly bias: Float32Array;
  /** What each element of z adds in a direction, before the final LayerNorm's scale: [head, dHead]. */
  readonly readDirection: (direction: Direction) => Float64Array;
}

/** Projects each element of z by itself. A projection of zeros is the bias, which is subtracted from the others. */
async function readOutputWeights(
  { architecture, blocks }: LoadedModel,
  layer: number,
): Promise<OutputWeights> {
  const { dModel } = architecture;
  const width = attentionWidth(architecture);
  const z = new Float32Array((width + 1) * width);
  for (let i = 0; i < width; i++) z[i * width + i] = 1;
  const y = new Float32Array((width + 1) * dModel);
  await blocks[layer]!.attentionOut.run(
    { x: shapeRows(new Float32Array(y.length), dModel), z: shapeRows(z, width) },
    { y: shapeRows(y, dModel) },
  );
  const bias = y.subarray(width * dModel);
  for (let i = 0; i < width * dModel; i++) y[i]! -= bias[i % dModel]!;
  return {
    bias,
    readDirection: (direction) =>
      Float64Array.from({ length: width }, (_, element) =>
        projectCentred(y.subarray(element * dModel, (element + 1) * dModel), direction),
      ),
  };
}

/**
 * What the heads of a layer move from each source position to the last one, in a direction: [head][src].
 *
 * z at the last position is the sum over source positions of pattern times value.
 *
 * @param weights [head, dHead]
 */
function attributeToSources(
  { blocks, length }: RunCache,
  layer: number,
  prompt: number,
  weights: Float64Array,
  heads: number,
): Float64Array[] {
  const { pattern, v } = blocks[layer]!;
  const dHead = weights.length / heads;
  return Array.from({ length: heads }, (_, head) => {
    const row = ((prompt * heads + head) * length + length - 1) * length;
    return Float64Array.from({ length }, (_, src) => {
      const from = (prompt * length + src) * weights.length + head * dHead;
      let product = 0;
      for (let i = 0; i < dHead; i++) product += weights[head * dHead + i]! * v[from + i]!;
      return pattern[row + src]! * product;
    });
  });
}

/** w (x - mean(x)). Sums are taken in float64. */
export function projectCentred(row: ArrayLike<number>, { weights, sum }: Direction): number {
  let [mean, product] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    mean += row[i]! / weights.length;
    product += weights[i]! * row[i]!;
  }
  return product - mean * sum;
}
