/** Says why a run does not fit into memory, before it starts, and what to change. */
import { countLongest } from '../../../domain/pair-groups';
import { expandWholeAnswers } from '../../../domain/whole-answers';
import type { InputIssue } from '../../errors';
import type { Experiment, SweepKind } from '../api';
import { findFittingLength, planMemory, type MemorySizes } from './memory-plan';

/**
 * Why an experiment does not fit; null when it does.
 *
 * @param memoryBytes what the engine may use beside the weights: ENGINE_MEMORY_MB.
 */
export function explainMemoryPlan(
  asked: Experiment,
  kinds: readonly SweepKind[],
  sizes: MemorySizes,
  memoryBytes: number,
): InputIssue | null {
  const experiment = expandWholeAnswers(asked);
  const { total, results } = planMemory(experiment, kinds, sizes, memoryBytes);
  if (total <= memoryBytes) return null;
  const tokens = countLongest(experiment.pairs);
  const fitting = findFittingLength(experiment, kinds, sizes, memoryBytes);
  const advice = [
    ...(fitting > 0 ? [`shorten the prompts to ${format(fitting)} tokens`] : []),
    ...(results > total / 4 ? ['choose fewer sweeps, metrics or pairs'] : []),
    `or ask the operator of this site to set ENGINE_MEMORY_MB to ${format(toMebibytes(findEnough(experiment, kinds, sizes, total)))}`,
  ];
  const message =
    `At ${format(tokens)} tokens this model needs ${format(toMebibytes(total))} MiB of memory beside its weights; the engine of this site may use ` +
    `${format(toMebibytes(memoryBytes))}. ${capitalise(advice.join(', '))}.`;
  return { path: 'pairs', message };
}

/** An amount of memory with which the experiment fits. A larger amount also keeps more of earlier requests. */
function findEnough(
  experiment: Experiment,
  kinds: readonly SweepKind[],
  sizes: MemorySizes,
  atLeast: number,
): number {
  let bytes = atLeast;
  while (planMemory(experiment, kinds, sizes, bytes).total > bytes) bytes *= 1.1;
  return bytes;
}

function toMebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}

function format(count: number): string {
  return count.toLocaleString('en');
}

function capitalise(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
