/** Checks of the computation in words, and their numbers. */
import { SITES } from '../../domain/sites';
import type { RunView_RunFragment } from '../generated/graphql';

export type Check = NonNullable<RunView_RunFragment['provenance']>['checks'][number];

export const CHECKS = {
  SELF_PATCH: { label: 'self-patch', says: 'Patching a run with its own activation changes nothing.' },
  FULL_PATCH: {
    label: 'full patch',
    says: 'Patching the whole residual stream at layer 0 gives the source run.',
  },
  SOURCE_ARRIVES: {
    label: 'source arrives',
    says: 'The patch writes the values of the source run, and writes them to its site: tested in the last two layers.',
  },
  BEFORE_FIRST_DIFFERENCE: {
    label: 'before first difference',
    says: 'Patching before the first differing token changes nothing.',
  },
} as const satisfies Readonly<Record<Check['name'], object>>;

/** `Head output (z): source arrives`, with its direction where a run has both: `Head output (z): source arrives, noising`. */
export function nameCheck({ name, kind, direction }: Check, hasDirections: boolean): string {
  const suffix = hasDirections ? `, ${direction.toLowerCase()}` : '';
  return `${kind ? `${SITES[kind].title}: ` : ''}${CHECKS[name].label}${suffix}`;
}

/** What a check says, with its numbers. */
export function describeCheck(check: Check): string {
  const { name, maxAbsDifference, differenceWithoutPatch, cells, movedCells } = check;
  const says = `${CHECKS[name].says} Largest difference: ${formatDifference(maxAbsDifference)} logits`;
  const fault =
    differenceWithoutPatch === null
      ? ''
      : `; a patch that writes nothing would be off by ${formatDifference(differenceWithoutPatch)} logits`;
  const moved =
    cells === null || movedCells === null ? '' : ` ${movedCells} of ${cells} cells changed a metric.`;
  return `${says}${fault}.${moved}`;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Two digits: `0`, `2.0`, `0.40`, `1.9 × 10⁻⁶`. */
export function formatDifference(difference: number): string {
  if (difference === 0) return '0';
  if (difference >= 0.001 && difference < 1000) {
    return difference >= 10
      ? difference.toFixed(0)
      : Number(difference.toPrecision(2)).toFixed(countDecimals(difference));
  }
  const [digits, power] = difference.toExponential(1).split('e');
  const exponent = Array.from(String(Math.abs(Number(power))), (digit) => SUPERSCRIPTS[Number(digit)]).join(
    '',
  );
  return `${digits} × 10${Number(power) < 0 ? '⁻' : ''}${exponent}`;
}

/** Decimals of two digits of a number below 10. */
function countDecimals(value: number): number {
  return value >= 1 ? 1 : 1 - Math.floor(Math.log10(value));
}
