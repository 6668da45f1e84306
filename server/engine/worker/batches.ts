/** Splitting of an experiment into batches of prompt pairs whose activations fit into memory. */
import { findFirstDifference } from '../../../domain/causality';
import { badUserInput } from '../../errors';
import type { Experiment, TokenPair } from '../api';
import { countCacheBytes } from '../forward/forward';
import type { Architecture } from '../models/architecture';
import type { BatchShape } from '../patching/plan';
import { checkPair } from './check-input';

/** Pairs that are computed together. */
export interface Batch extends BatchShape {
  readonly pairs: readonly TokenPair[];
  /** Index of the first of them in the experiment. */
  readonly first: number;
}

/**
 * Splits the pairs of an experiment, in their order.
 *
 * @param maxBytes of the activations of both runs of one batch.
 * @throws BAD_USER_INPUT for no pair, unequal lengths or unknown tokens.
 */
export function splitIntoBatches(
  { pairs }: Experiment,
  architecture: Architecture,
  maxBytes: number,
): Batch[] {
  const length = pairs[0]?.clean.length ?? 0;
  for (const [index, pair] of pairs.entries()) checkPair(pair, index, length, architecture);
  if (length === 0)
    throw badUserInput([{ path: 'pairs', message: 'There is no prompt pair, or an empty one.' }]);
  const perBatch = Math.max(1, Math.floor(maxBytes / (2 * countCacheBytes(architecture, length))));
  return Array.from({ length: Math.ceil(pairs.length / perBatch) }, (_, index) => {
    const first = index * perBatch;
    const part = pairs.slice(first, first + perBatch);
    return { pairs: part, first, prompts: part.length, length, firstDifference: findFirstDifference(part) };
  });
}
