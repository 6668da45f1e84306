/** Requests about single heads and cells, and predictions. */
import type { SweepKind } from '../../domain/sites';
import type { ExpectedModel, Experiment } from './api';

/** One row of a top-k table of the next token. */
export interface TokenPrediction {
  readonly tokenId: number;
  /** Raw logit, equal to TransformerLens' with default weight processing. */
  readonly logit: number;
  /** Softmax probability over the whole vocabulary. */
  readonly probability: number;
  /** Number of tokens with a larger logit: 0 for the most probable token, as TransformerLens' test_prompt prints it. */
  readonly rank: number;
}

/**
 * What an attention pattern is multiplied by, entry by entry: nothing, the L2 norm of the source position's value (hook_v), or
 * the L2 norm of what that value becomes in the residual stream (v W_O).
 */
export const PATTERN_WEIGHTINGS = ['NONE', 'VALUE_NORM', 'OUTPUT_NORM'] as const;
export type PatternWeighting = (typeof PATTERN_WEIGHTINGS)[number];

/** Asks for the mean pattern of a head over prompts of one length. */
export interface AttentionRequest {
  readonly model: string;
  /** Token ids [prompt][position]. */
  readonly prompts: readonly (readonly number[])[];
  readonly layer: number;
  readonly head: number;
  /** Each prompt's pattern is weighted before the mean; NONE when left out. */
  readonly weighting?: PatternWeighting | undefined;
  readonly expected?: ExpectedModel | undefined;
}

/** Asks for the predictions after the patch of one cell. */
export interface PatchedRequest {
  readonly experiment: Experiment;
  readonly kind: SweepKind;
  /** Row-major in the sweep's shape. */
  readonly cell: number;
  /** Number of next tokens for each prompt. */
  readonly top: number;
  /** Token ids for each prompt, whose rows follow those of the most probable tokens. */
  readonly named?: readonly (readonly number[])[] | undefined;
}
