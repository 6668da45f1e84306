/** Patches of the neurons of an MLP, computed at once and not stored. */
import { MAX_NEURONS } from '../../../domain/limits';
import { computeGap, computeRecovery, mean, type Direction } from '../../../domain/effect';
import type { Actor } from '../../accounts/policy';
import type { MetricId } from '../../../domain/metrics';
import { createNoEngineError } from '../../engine-status';
import { readMetric } from '../../engine/api';
import { badUserInput } from '../../errors';
import type { Services } from '../services';
import { readPrompts, type PromptsInput } from './prompts';

export interface NeuronsInput extends PromptsInput {
  readonly direction: Direction;
  readonly layer: number;
  readonly positions?: readonly number[] | null | undefined;
  readonly metric: MetricId;
  readonly top: number;
}

/** One neuron: its activations, and the mean metric after its patch. */
export interface NeuronEffect {
  readonly neuron: number;
  /** Activations, averaged over prompts and patched positions. */
  readonly base: number;
  readonly source: number;
  readonly value: number;
  readonly change: number;
  readonly recovery: number | null;
  readonly perPrompt: readonly number[];
}

export interface NeuronSweep {
  readonly layer: number;
  readonly neurons: number;
  readonly direction: Direction;
  readonly metric: MetricId;
  readonly positions: readonly number[] | null;
  /** [prompt] */
  readonly base: readonly number[];
  readonly source: readonly number[];
  readonly together: readonly number[];
  /** Sum of the mean changes of all neurons alone. */
  readonly sum: number;
  /** The largest |change| first. */
  readonly top: readonly NeuronEffect[];
}

/**
 * Patches every neuron of a layer alone and ranks them.
 *
 * @param signal aborts when nobody waits for the result.
 * @throws BAD_USER_INPUT with all problems, or when it costs too much; NOT_FOUND; MODEL_UNAVAILABLE; ENGINE_FAILED; RUN_CANCELLED.
 */
export async function patchNeurons(
  services: Pick<Services, 'db' | 'engine' | 'models'>,
  actor: Actor,
  input: NeuronsInput,
  signal?: AbortSignal,
): Promise<NeuronSweep> {
  const { engine } = services;
  const { layer, direction, metric, top } = input;
  const positions = input.positions ?? null;
  if (top < 1 || top > MAX_NEURONS)
    throw badUserInput([{ path: 'top', message: `top is ${top}; use 1 to ${MAX_NEURONS}.` }]);
  const { experiment, pairs } = await readPrompts(services, actor, input, signal);
  if (engine === null) throw createNoEngineError();
  const result = await engine.neurons(
    { experiment: { ...experiment, direction, metrics: [metric] }, layer, positions },
    signal,
  );
  const [base, source] = [readMetric(result.base, metric), readMetric(result.source, metric)];
  const values = readMetric(result.neurons, metric);
  const sides =
    direction === 'DENOISING' ? { clean: source, corrupted: base } : { clean: base, corrupted: source };
  const gap = computeGap(sides, direction);
  const effects = Array.from({ length: values.length / pairs.length }, (_, neuron): NeuronEffect => {
    const perPrompt = [...values.subarray(neuron * pairs.length, (neuron + 1) * pairs.length)];
    const value = mean(perPrompt);
    const recovery = computeRecovery(value, gap, metric);
    return {
      neuron,
      base: result.activations.base[neuron]!,
      source: result.activations.source[neuron]!,
      value,
      change: value - gap.base,
      recovery: Number.isNaN(recovery) ? null : recovery,
      perPrompt,
    };
  });
  return {
    layer,
    neurons: effects.length,
    direction,
    metric,
    positions,
    base: [...base],
    source: [...source],
    together: [...readMetric(result.together, metric)],
    sum: effects.reduce((sum, { change }) => sum + change, 0),
    top: effects
      .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change) || a.neuron - b.neuron)
      .slice(0, top),
  };
}
