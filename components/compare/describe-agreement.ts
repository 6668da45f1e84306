import { formatEffect, formatNumber } from '../plot/format-number';
import { MAX_POINTS, type Agreement } from './agreement';
import type { Points } from './points';

/** In sentences: how many cells are compared, how they agree, and where they differ most. */
export function describeAgreement(agreement: Agreement, points: Pick<Points, 'name'>, unit: string): string {
  const { count, leftOut, correlation, largest, cells, a, b } = agreement;
  const of = unit && ` ${unit}`;
  const [most] = largest;
  return [
    `${count.toLocaleString('en')} ${count === 1 ? 'cell' : 'cells'}.`,
    leftOut > 0 &&
      `${leftOut.toLocaleString('en')} more equal the base run in both runs or have no value, and are left out.`,
    cells.length < count && `The ${MAX_POINTS.toLocaleString('en')} with the largest values are drawn.`,
    correlation === null
      ? count > 0 && 'A correlation needs three cells that differ in both runs.'
      : `Pearson’s r ${formatNumber(correlation, 3)}.`,
    most === undefined
      ? count > 0 && 'No cell differs by more than rounding.'
      : `Largest difference B − A: ${formatEffect(b[most]! - a[most]!)}${of} at ${points.name(most)}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
