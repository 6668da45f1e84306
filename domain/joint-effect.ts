/**
 * The arithmetic of joint patches: what several sites do together, what each does alone, and the interaction.
 *
 * interaction = (joint - base) - sum over sites of (single - base). 0: the effects add up. Means over prompts are taken first and
 * then normalised, as for a cell of a sweep.
 */
import { computeChange, computeRecovery, mean, type Gap } from './effect';
import type { MetricId } from './metrics';

/** A metric of a joint patch, in the metric's unit: of one prompt, or the means over prompts. */
export interface JointValues extends Gap {
  /** After patching all sites together. */
  readonly joint: number;
  /** After patching each site alone. */
  readonly singles: readonly number[];
}

/** A change from the base run, in the metric's unit, and the share of the gap that it is; NaN where recovery is undefined. */
export interface Effect {
  readonly change: number;
  readonly recovery: number;
}

export interface JointEffect extends JointValues {
  readonly effect: Effect;
  readonly singleEffects: readonly Effect[];
  readonly sumOfSingles: Effect;
  readonly interaction: Effect;
}

/** Effects of a joint patch in one metric. */
export function computeJointEffect(values: JointValues, metric: MetricId): JointEffect {
  const { base, joint, singles } = values;
  const toEffect = (change: number): Effect => ({
    change,
    recovery: computeRecovery(base + change, values, metric),
  });
  const singleEffects = singles.map((single) => toEffect(computeChange(single, values)));
  const sum = singleEffects.reduce((total, { change }) => total + change, 0);
  const change = computeChange(joint, values);
  return {
    ...values,
    effect: toEffect(change),
    singleEffects,
    sumOfSingles: toEffect(sum),
    interaction: toEffect(change - sum),
  };
}

/** A metric of a joint patch by prompt. NaN where a prompt was not patched, because it has no donor. */
export interface JointArrays {
  readonly base: ArrayLike<number>;
  readonly source: ArrayLike<number>;
  readonly joint: ArrayLike<number>;
  /** [site][prompt] */
  readonly singles: readonly ArrayLike<number>[];
}

/** The prompts that were patched, by index. */
export function listPatchedPrompts({ joint }: Pick<JointArrays, 'joint'>): number[] {
  return Array.from({ length: joint.length }, (_, prompt) => prompt).filter(
    (prompt) => !Number.isNaN(joint[prompt]!),
  );
}

/**
 * The values of one prompt, or means over some prompts.
 *
 * @param prompts indexes, at least one. The patched ones by default.
 */
export function averageJointValues(
  { base, source, joint, singles }: JointArrays,
  prompts: readonly number[] = listPatchedPrompts({ joint }),
): JointValues {
  const average = (values: ArrayLike<number>): number => mean(prompts.map((prompt) => values[prompt]!));
  return {
    base: average(base),
    source: average(source),
    joint: average(joint),
    singles: singles.map(average),
  };
}
