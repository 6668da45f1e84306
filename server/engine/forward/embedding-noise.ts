/**
 * Gaussian noise on token embeddings: the corruption of causal tracing (ROME, Meng et al. 2022, arXiv 2202.05262).
 *
 * Each number depends on seed, sample, pair, position and index alone, so that models/reference/make_tracing.py makes the same.
 */
import type { EmbeddingNoise } from '../interventions';
import { mix } from './mix';
import type { LoadedModel } from './model';

/** The noise of one sample of one pair. */
export interface NoiseOfPair {
  /** Positions that get noise. */
  readonly positions: readonly number[];
  /** Index of the pair in the request, and of the sample. */
  readonly pair: number;
  readonly sample: number;
}

/**
 * Adds noise to the first residual stream.
 *
 * The mean of each position's noise is subtracted, because the residual stream is centred; the next LayerNorm would do it.
 *
 * @param pre hook_resid_pre of layer 0, [prompt, position, dModel]; changed in place.
 * @param ofPrompts one for each prompt.
 */
export function addNoise(
  model: LoadedModel,
  pre: Float32Array,
  ofPrompts: readonly NoiseOfPair[],
  { multiple, seed }: Pick<EmbeddingNoise, 'multiple' | 'seed'>,
): void {
  const { dModel } = model.architecture;
  const std = multiple * measureEmbeddings(model);
  const length = pre.length / dModel / ofPrompts.length;
  for (const [prompt, { positions, pair, sample }] of ofPrompts.entries()) {
    for (const position of positions) {
      const key = [sample, pair, position].reduce((hash, part) => mix((hash ^ part) >>> 0), mix(seed >>> 0));
      const noise = Float64Array.from({ length: dModel }, (_, index) => std * makeNormal(key, index));
      const mean = noise.reduce((sum, value) => sum + value, 0) / dModel;
      const at = (prompt * length + position) * dModel;
      for (let i = 0; i < dModel; i++) pre[at + i]! += noise[i]! - mean;
    }
  }
}

const measured = new WeakMap<LoadedModel, number>();

/** Standard deviation of all entries of the token embedding. */
export function measureEmbeddings(model: LoadedModel): number {
  let std = measured.get(model);
  if (std === undefined) {
    const { tokenEmbedding } = model.outer;
    let [sum, squares] = [0, 0];
    for (let i = 0; i < tokenEmbedding.length; i++) {
      const value = tokenEmbedding[i]!;
      sum += value;
      squares += value * value;
    }
    const mean = sum / tokenEmbedding.length;
    std = Math.sqrt(squares / tokenEmbedding.length - mean * mean);
    measured.set(model, std);
  }
  return std;
}

/** A standard normal number by Box and Muller from two hashes. */
function makeNormal(key: number, index: number): number {
  const makeUniform = (at: number): number => ((mix((at ^ key) >>> 0) >>> 8) + 0.5) / 2 ** 24;
  return (
    Math.sqrt(-2 * Math.log(makeUniform(2 * index))) * Math.cos(2 * Math.PI * makeUniform(2 * index + 1))
  );
}
