/** Texts about joint patches. */
import type { DonorRule, JointPatch_PatchFragment, RunSide, JointValue } from '../generated/graphql';

/** Values that a selection can be patched with, in the order of the menu. */
export const VALUE_LABELS: Readonly<Record<JointValue, string>> = {
  SOURCE: 'Source run',
  ZERO: 'Zeros',
  MEAN: 'Mean over base prompts',
  RESAMPLE: 'Another base prompt',
};

/** What the activations were replaced by. */
export function describeValue({
  value,
  valueFrom,
  acrossPositions,
  donorRule,
  seed,
}: Pick<JointPatch_PatchFragment, 'value' | 'valueFrom' | 'acrossPositions' | 'donorRule' | 'seed'>): string {
  switch (value) {
    case 'SOURCE':
      return 'activations of the source run';
    case 'ZERO':
      return 'zeros';
    case 'MEAN':
      return `the mean over ${describeSide(valueFrom)} prompts${acrossPositions ? ' and positions' : ', by position'}`;
    case 'RESAMPLE': {
      const donors = donorRule ? DONOR_RULES[donorRule] : 'other pairs';
      return `activations of ${donors}, ${describeSide(valueFrom)} side${seed === null ? '' : `, seed ${seed}`}`;
    }
  }
}

function describeSide(side: RunSide | null | undefined): string {
  return (side ?? '').toLowerCase();
}

/** Who gives the activations of a control. */
export const DONOR_RULES: Readonly<Record<DonorRule, string>> = {
  OTHER_PROMPT: 'a random other prompt',
  SAME_ANSWER: 'a prompt with the same answer',
};

/** Which pairs of a control have no donor; null when all have one. */
export function describeMissingDonors(donors: readonly (number | null)[]): string | null {
  const missing = donors.flatMap((donor, pair) => (donor === null ? [pair + 1] : []));
  if (missing.length === 0) return null;
  return missing.length === 1
    ? `Pair ${missing[0]} has no such donor and was not patched.`
    : `Pairs ${missing.join(', ')} have no such donor and were not patched.`;
}

/** The donors, pairs counted from 1: `1←3, 3←1`. */
export function listDonors(donors: readonly (number | null)[]): string {
  return donors.flatMap((donor, pair) => (donor === null ? [] : [`${pair + 1}←${donor + 1}`])).join(', ');
}
