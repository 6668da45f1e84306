/** Splitting of an experiment into batches of prompt pairs whose activations fit into memory. */
import { findFirstDifference } from '../../../domain/causality';
import {
  groupPairs,
  isUnequal,
  listUnaligned,
  orientGroup,
  type PairGroup,
} from '../../../domain/pair-groups';
import { badUserInput } from '../../errors';
import type { Direction, Experiment, TokenPair } from '../api';
import type { Architecture } from '../models/architecture';
import { explainMemoryPlan } from '../patching/explain-memory';
import { countPairsPerBatch } from '../patching/memory-plan';
import type { BatchShape } from '../patching/plan';
import { checkPair, checkRoles } from './check-input';

/** Pairs that are computed together. */
export interface Batch extends BatchShape {
  readonly pairs: readonly TokenPair[];
  /** Their indices in the experiment, ascending. */
  readonly indices: readonly number[];
}

/** Bytes that limit batches. */
export interface BatchLimits {
  /** Of the activations of both unpatched runs of one batch. */
  readonly batchBytes: number;
  /** Of all that a request needs beside the weights. */
  readonly memoryBytes: number;
}

/**
 * Splits the pairs of an experiment: each group (pair-groups.ts) in the order of its pairs.
 *
 * @param direction whose base prompts the lengths and positions of the batches are of. The batches of both directions have the
 *   same pairs.
 * @throws BAD_USER_INPUT for no pair, a pair of unequal lengths without an alignment, unknown tokens, roles that are not of these pairs, or activations
 *   of a pair that do not fit into memory.
 */
export function splitIntoBatches(
  experiment: Experiment,
  architecture: Architecture,
  { batchBytes, memoryBytes }: BatchLimits,
  direction: Direction = experiment.direction,
): Batch[] {
  const { pairs } = experiment;
  for (const [index, pair] of pairs.entries()) checkPair(pair, index, architecture);
  if (pairs.length === 0) throw badUserInput([{ path: 'pairs', message: 'There is no prompt pair.' }]);
  checkRoles(experiment);
  const tooLarge = explainMemoryPlan(experiment, [], architecture, memoryBytes);
  if (tooLarge !== null) throw badUserInput([tooLarge]);
  return groupPairs(experiment).flatMap((group) => {
    const longest = Math.max(group.length, group.corrupted?.length ?? 0);
    return splitGroup(group, direction, pairs, countPairsPerBatch(architecture, longest, batchBytes));
  });
}

function splitGroup(
  group: PairGroup,
  direction: Direction,
  pairs: readonly TokenPair[],
  perBatch: number,
): Batch[] {
  return Array.from({ length: Math.ceil(group.indices.length / perBatch) }, (_, at) => {
    const indices = group.indices.slice(at * perBatch, (at + 1) * perBatch);
    const part = indices.map((index) => pairs[index]!);
    return {
      ...orientGroup(group, direction),
      indices,
      pairs: part,
      prompts: part.length,
      firstDifference: findFirstDifference(part),
      ...(isUnequal(part[0]!) && { unaligned: listUnaligned(part, direction) }),
    };
  });
}

/** The batch with the most tokens. */
export function findLargestBatch(batches: readonly Batch[]): Batch {
  return batches.reduce((largest, batch) =>
    batch.prompts * batch.length > largest.prompts * largest.length ? batch : largest,
  );
}

/**
 * Joins values of several batches, [prompt, ...] each, in the order of the experiment's pairs. One part alone is returned as it
 * is.
 *
 * @param parts one for each batch, in their order.
 */
export function joinPrompts<Values extends Float32Array | Int32Array>(
  batches: readonly Batch[],
  parts: readonly Values[],
): Values {
  const [first] = parts;
  if (!first) throw new Error('There is no batch to join.');
  if (parts.length === 1) return first;
  const prompts = batches.reduce((sum, batch) => sum + batch.prompts, 0);
  const perPrompt = first.length / batches[0]!.prompts;
  const size = prompts * perPrompt;
  const joined = (first instanceof Int32Array ? new Int32Array(size) : new Float32Array(size)) as Values;
  for (const [at, { indices }] of batches.entries()) {
    const part = parts[at]!;
    if (part.length !== indices.length * perPrompt)
      throw new Error(`${part.length} values of ${indices.length} prompts, not ${perPrompt} each`);
    for (const [row, index] of indices.entries())
      joined.set(part.subarray(row * perPrompt, (row + 1) * perPrompt), index * perPrompt);
  }
  return joined;
}
