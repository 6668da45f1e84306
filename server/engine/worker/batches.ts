/** Splitting of an experiment into batches of prompt pairs whose activations fit into memory. */
import { findFirstDifference } from '../../../domain/causality';
import { badUserInput } from '../../errors';
import type { Experiment, TokenPair } from '../api';
import type { Architecture } from '../models/architecture';
import { explainMemoryPlan } from '../patching/explain-memory';
import { countPairsPerBatch } from '../patching/memory-plan';
import type { BatchShape } from '../patching/plan';
import { checkPair } from './check-input';

/** Pairs that are computed together. */
export interface Batch extends BatchShape {
  readonly pairs: readonly TokenPair[];
  /** Index of the first of them in the experiment. */
  readonly first: number;
}

/** Bytes that limit batches. */
export interface BatchLimits {
  /** Of the activations of both unpatched runs of one batch. */
  readonly batchBytes: number;
  /** Of all that a request needs beside the weights. */
  readonly memoryBytes: number;
}

/**
 * Splits the pairs of an experiment, in their order.
 *
 * @throws BAD_USER_INPUT for no pair, unequal lengths, unknown tokens, or activations of a pair that do not fit into memory.
 */
export function splitIntoBatches(
  experiment: Experiment,
  architecture: Architecture,
  { batchBytes, memoryBytes }: BatchLimits,
): Batch[] {
  const { pairs } = experiment;
  const length = pairs[0]?.clean.length ?? 0;
  for (const [index, pair] of pairs.entries()) checkPair(pair, index, length, architecture);
  if (length === 0)
    throw badUserInput([{ path: 'pairs', message: 'There is no prompt pair, or an empty one.' }]);
  const tooLarge = explainMemoryPlan(experiment, [], architecture, memoryBytes);
  if (tooLarge !== null) throw badUserInput([tooLarge]);
  const perBatch = countPairsPerBatch(architecture, length, batchBytes);
  return Array.from({ length: Math.ceil(pairs.length / perBatch) }, (_, index) => {
    const first = index * perBatch;
    const part = pairs.slice(first, first + perBatch);
    return { pairs: part, first, prompts: part.length, length, firstDifference: findFirstDifference(part) };
  });
}
