/** The choices of an evaluation in words, so that no number stands without them. */
import type { Choices_ChoicesFragment, Random_RandomFragment } from '../generated/graphql';
import { formatNumber } from '../plot/heatmap/scale';
import { metricName } from '../sweep/value-text';

/** e.g. `Logit difference of the clean prompts; heads and MLPs outside set to their mean over the clean prompts, by position`. */
export function describeChoices(choices: Choices_ChoicesFragment): string {
  const { on, scope, metric } = choices;
  const name = metricName(metric);
  const what = name.charAt(0).toUpperCase() + name.slice(1);
  const start = `${what} of the ${on.toLowerCase()} prompts`;
  if (choices.members === 'EDGES') {
    const edges = scope === 'HEADS' ? 'edges between heads (all others are present)' : 'edges';
    return `${start}; ${edges} outside of the circuit carry their senders’ ablation value: ${describeAblation(choices)}`;
  }
  const nodes = scope === 'HEADS' ? 'heads (MLPs are left alone)' : 'heads and MLPs';
  return `${start}; ${nodes} outside of the circuit are set to ${describeAblation(choices)}`;
}

function describeAblation({
  on,
  value,
  valueFrom,
  acrossPositions,
}: Pick<Choices_ChoicesFragment, 'on' | 'value' | 'valueFrom' | 'acrossPositions'>): string {
  const side = (valueFrom ?? on).toLowerCase();
  switch (value) {
    case 'ZERO':
      return 'zero';
    case 'MEAN':
      return `their mean over the ${side} prompts${acrossPositions ? ' and positions' : ', by position'}`;
    case 'RESAMPLE':
      return `their value on another pair's ${side} prompt`;
    case 'SOURCE':
      return `their value on the ${on === 'CLEAN' ? 'corrupted' : 'clean'} prompt of the pair`;
  }
}

/** A number, or `undefined` where the gap is too small. */
export function formatDefined(value: number | null, decimals = 3): string {
  return value === null ? 'undefined' : formatNumber(value, decimals);
}

/** e.g. `10 random circuits of the same size: mean 0.120, range −0.050 to 0.310`. */
export function describeRandom({ seeds, mean, least, most }: Random_RandomFragment): string {
  if (seeds.length === 0) return 'No random circuits';
  const name = `${seeds.length} random circuits of the same size`;
  if (mean === null || least === null || most === null) return `${name}: undefined`;
  return `${name}: mean ${formatNumber(mean, 3)}, range ${formatNumber(least, 3)} to ${formatNumber(most, 3)}`;
}
