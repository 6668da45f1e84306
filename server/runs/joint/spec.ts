/** A joint patch as data: what determines its numbers, the value in the engine's form, and the digest that identifies it. */
import { createHash } from 'node:crypto';
import type { RunSide } from '../../../domain/effect';
import type { SitePlace } from '../../../domain/patch-sites';
import type { PromptPair, Run } from '../../db';
import { ENGINE_VERSION } from '../../engine/client/client';
import type { PatchValue } from '../../engine/interventions';
import type { DonorRule } from '../inspect/donors';
import type { PatchSpec } from '../inspect/patch-spec';

/** What replaces the activations of a stored joint patch. */
export type JointValue = Exclude<PatchSpec['value'], 'VECTOR'>;

/** Everything that determines the numbers of a joint patch, and where it belongs. */
export interface JointSpec {
  readonly run: Run;
  /** All pairs of the run. */
  readonly pairs: readonly PromptPair[];
  readonly title: string | null;
  readonly direction: PatchSpec['direction'];
  readonly sites: readonly SitePlace[];
  readonly value: JointValue;
  readonly valueFrom: RunSide | null;
  readonly acrossPositions: boolean;
  /** [prompt]; null for a pair that has no donor. */
  readonly donors: readonly (number | null)[] | null;
  readonly donorRule: DonorRule | null;
  readonly seed: number | null;
  readonly controlOfId: string | null;
}

/**
 * The stored value in the engine's form.
 *
 * @param patched the pairs that are patched, by index; donors are counted among them.
 */
export function toPatchValue(
  {
    value,
    valueFrom,
    acrossPositions,
    donors,
  }: Pick<JointSpec, 'value' | 'valueFrom' | 'acrossPositions' | 'donors'>,
  patched: readonly number[],
): PatchValue {
  switch (value) {
    case 'SOURCE':
      return { kind: 'source' };
    case 'ZERO':
      return { kind: 'zero' };
    case 'MEAN':
      return { kind: 'mean', of: valueFrom!, acrossPositions };
    case 'RESAMPLE':
      return { kind: 'resample', of: valueFrom!, donors: patched.map((at) => patched.indexOf(donors![at]!)) };
  }
}

/** What a joint patch is identified by. */
type IdentifiedBy = Pick<
  JointSpec,
  'direction' | 'sites' | 'value' | 'valueFrom' | 'acrossPositions' | 'donors' | 'donorRule' | 'controlOfId'
>;

/** Identifies the numbers within the run. The order of sites does not change the joint patch. */
export function digestSpec(spec: IdentifiedBy, engineVersion: string = ENGINE_VERSION): string {
  const { direction, sites, value, valueFrom, acrossPositions, donors, donorRule, controlOfId } = spec;
  const places = sites.map(({ site, layer, head, position, src }) =>
    JSON.stringify([site, layer, head, position, src]),
  );
  const form = [
    engineVersion,
    direction,
    places.toSorted(),
    value,
    valueFrom,
    acrossPositions,
    donors,
    donorRule,
    controlOfId,
  ];
  return createHash('sha256').update(JSON.stringify(form)).digest('hex');
}
