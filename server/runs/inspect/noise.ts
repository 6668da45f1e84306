/** Noise on token embeddings as submitted: its checks, and its form for the engine. */
import { MAX_NOISE_SAMPLES } from '../../../domain/limits';
import type { EmbeddingNoise } from '../../engine/interventions';
import type { Direction, TokenPair } from '../../engine/api';
import type { RunSide } from '../../../domain/effect';
import type { InputIssue } from '../../errors';

/** See schema/intervention.graphql. */
export interface NoiseInput {
  readonly positions?: readonly number[] | null | undefined;
  readonly std: number;
  readonly samples: number;
  readonly seed: number;
}

interface NoisyInput {
  readonly noise?: NoiseInput | null | undefined;
  readonly value: string;
  readonly valueFrom?: RunSide | null | undefined;
  readonly direction: Direction;
}

/** All problems of the noise of a request. */
export function findNoiseIssues(
  { noise, value, valueFrom, direction }: NoisyInput,
  pairs: readonly TokenPair[],
): InputIssue[] {
  if (!noise) return [];
  const issues: InputIssue[] = [];
  const refuse = (path: string, message: string): void => void issues.push({ path, message });
  const { positions, std, samples } = noise;
  // Positions are given only where all pairs have one length.
  const { length } = pairs[0]!.clean;
  if (!(std > 0)) refuse('noise.std', `The standard deviation is ${std}; give a number above 0.`);
  if (samples < 1 || samples > MAX_NOISE_SAMPLES)
    refuse('noise.samples', `${samples} samples; give 1 to ${MAX_NOISE_SAMPLES}.`);
  if (positions) {
    if (positions.length === 0) refuse('noise.positions', 'There is no position. Name at least one.');
    for (const [index, position] of positions.entries())
      if (position < 0 || position >= length)
        refuse(`noise.positions.${index}`, `There is no position ${position}; choose 0 to ${length - 1}.`);
  } else {
    for (const [index, pair] of pairs.entries())
      if (findDifferences(pair).length === 0)
        refuse(
          'noise.positions',
          `The prompts of pair ${index} do not differ. Name the positions that get noise.`,
        );
  }
  const from = valueFrom ?? (direction === 'DENOISING' ? 'CORRUPTED' : 'CLEAN');
  if ((value === 'MEAN' || value === 'RESAMPLE') && from === 'CORRUPTED')
    refuse(
      'valueFrom',
      `With noise there are no corrupted prompts to take values from. Use CLEAN for ${value}.`,
    );
  return issues;
}

/** Noise in the engine's form: without positions, where the prompts of a pair differ. */
export function readNoise(noise: NoiseInput, pairs: readonly TokenPair[]): EmbeddingNoise {
  const { positions, std, samples, seed } = noise;
  return {
    positions: pairs.map((pair) => [...new Set(positions ?? findDifferences(pair))]),
    multiple: std,
    samples,
    seed,
  };
}

function findDifferences({ clean, corrupted }: TokenPair): number[] {
  return clean.flatMap((token, at) => (token === corrupted[at] ? [] : [at]));
}
