/** Reads stored joint patches. All of it throws DATABASE_UNAVAILABLE for rows that cannot be read. */
import {
  averageJointValues,
  computeJointEffect,
  listPatchedPrompts,
  type JointEffect,
} from '../../../domain/joint-effect';
import type { MetricId } from '../../../domain/metrics';
import type { JointPatch, JointPatchValue } from '../../db';
import {
  decodeDonorRule,
  decodeDonors,
  decodeJointDirection,
  decodeJointValue,
  decodeSites,
  decodeValueFrom,
} from '../../db/codec';
import { decodeFloats } from '../results/float-bytes';

/** The columns of a joint patch that say what was patched. */
export function readJointPatch(row: JointPatch) {
  const { valueFrom, donors, donorRule } = row;
  return {
    direction: decodeJointDirection(row.direction),
    sites: decodeSites(row.sites),
    value: decodeJointValue(row.value),
    valueFrom: valueFrom === null ? null : decodeValueFrom(valueFrom),
    acrossPositions: row.acrossPositions,
    donors: donors === null ? null : decodeDonors(donors),
    donorRule: donorRule === null ? null : decodeDonorRule(donorRule),
  };
}

/** One metric of a joint patch. NaN for prompts that were not patched. */
export interface JointMetric {
  readonly metric: MetricId;
  /** [prompt] */
  readonly base: Float32Array;
  readonly source: Float32Array;
  readonly joint: Float32Array;
  /** [site][prompt] */
  readonly singles: readonly Float32Array[];
}

/** Decodes one stored metric. */
export function readJointMetric(
  { base, source, patched, singles }: JointPatchValue,
  metric: MetricId,
): JointMetric {
  const joint = decodeFloats(patched);
  const all = decodeFloats(singles);
  const sites = joint.length === 0 ? 0 : all.length / joint.length;
  return {
    metric,
    base: decodeFloats(base),
    source: decodeFloats(source),
    joint,
    singles: Array.from({ length: sites }, (_, site) =>
      all.slice(site * joint.length, (site + 1) * joint.length),
    ),
  };
}

/** Effects of a metric: the means over patched prompts, and each prompt; null for a prompt that was not patched. */
export function computeEffects(values: JointMetric): {
  readonly mean: JointEffect;
  readonly perPrompt: readonly (JointEffect | null)[];
} {
  const patched = new Set(listPatchedPrompts(values));
  const ofPrompts = (prompts?: readonly number[]): JointEffect =>
    computeJointEffect(averageJointValues(values, prompts), values.metric);
  return {
    mean: ofPrompts(),
    perPrompt: Array.from(values.joint, (_, prompt) => (patched.has(prompt) ? ofPrompts([prompt]) : null)),
  };
}
