/** Numbers of a joint patch as they are shown, with the arithmetic of domain/joint-effect. */
import {
  averageJointValues,
  computeJointEffect,
  listPatchedPrompts,
  type Effect,
  type JointArrays,
  type JointEffect,
} from '../../domain/joint-effect';
import type { JointResult_ResultFragment } from '../generated/graphql';
import { formatEffect, formatNumber } from '../plot/heatmap/scale';
import { toMetricId } from '../sweep/metrics';
import { metricUnit } from '../sweep/value-text';
import type { ValueName } from '../sweep/view-state';

type Result = Pick<JointResult_ResultFragment, 'metric' | 'base' | 'source' | 'patched' | 'singles'>;

/** Arrays of a result; NaN for prompts that were not patched. */
export function readArrays({ base, source, patched, singles }: Result): JointArrays {
  const numbers = (values: readonly (number | null)[]): number[] => values.map((value) => value ?? NaN);
  return {
    base: numbers(base),
    source: numbers(source),
    joint: numbers(patched),
    singles: singles.map(numbers),
  };
}

/** The prompts that were patched, by index. */
export function listPrompts(result: Result): number[] {
  return listPatchedPrompts(readArrays(result));
}

/** Effects of means over some prompts, all patched ones by default; null where one of them was not patched. */
export function readEffect(
  result: Result,
  prompts: readonly number[] = listPrompts(result),
): JointEffect | null {
  const patched = listPrompts(result);
  if (prompts.length === 0 || prompts.some((prompt) => !patched.includes(prompt))) return null;
  return computeJointEffect(averageJointValues(readArrays(result), prompts), toMetricId(result.metric));
}

/** How effects are shown. */
export type EffectName = Exclude<ValueName, 'roles'>;

/** How a joint patch is shown on a page that shows `value`: recovery where it is defined, otherwise the change. */
export function chooseEffectName(value: ValueName, { effect }: JointEffect): EffectName {
  if (value === 'change' || value === 'raw') return value;
  return Number.isNaN(effect.recovery) ? 'change' : 'recovery';
}

/** The number that is shown of an effect. @param base metric of the base run, to which raw values add the change. */
export function pickNumber({ change, recovery }: Effect, base: number, name: EffectName): number {
  if (name === 'recovery') return recovery;
  return name === 'change' ? change : base + change;
}

/** The number that is shown of an interaction, which is a difference of changes also where raw values are shown. */
export function pickInteraction({ interaction }: JointEffect, name: EffectName): number {
  return name === 'recovery' ? interaction.recovery : interaction.change;
}

/** Writes a number: effects with their sign, raw values without. */
export function formatJoint(number: number, name: EffectName): string {
  return name === 'raw' ? formatNumber(number, 3) : formatEffect(number);
}

/** What is shown, with its unit: `recovery`, `change in logits`, `value in logits`. */
export function describeEffectName(name: EffectName, metric: Result['metric']): string {
  if (name === 'recovery') return 'recovery';
  const unit = metricUnit(metric);
  const word = name === 'change' ? 'change' : 'value';
  return unit === '' ? word : `${word} in ${unit}`;
}

/** An interaction below this share of the larger of joint effect and sum is called small. */
const SMALL_INTERACTION = 0.05;

/** What the interaction says of the cells, in one sentence. */
export function describeInteraction({ effect, sumOfSingles, interaction }: JointEffect): string {
  const largest = Math.max(Math.abs(effect.change), Math.abs(sumOfSingles.change));
  if (Math.abs(interaction.change) <= SMALL_INTERACTION * largest)
    return 'Here it is small: the effects nearly add up.';
  return Math.sign(interaction.change) === Math.sign(effect.change)
    ? 'Here the cells do more together than the sum of their single effects: each has more effect with the others.'
    : 'Here the cells do less together than the sum of their single effects: the effects overlap, because one cell acts through another or both do the same.';
}
