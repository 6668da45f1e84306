/** Labels of the columns of a small heatmap. */
import { isPositionAxis } from '../../domain/cell';
import { countInFirstColumn } from '../../domain/fold-positions';
import { SITES } from '../../domain/sites';
import type { EmbeddedFindingQuery } from '../generated/graphql';
import type { ColumnLabel } from '../plot/heatmap/geometry';
import { orientPairs } from '../sweep/base-pairs';
import { foldLabels } from '../sweep/plane';
import { positionLabels } from '../sweep/positions';

/** What a small heatmap is of: its shape, and the tokens of the first pair. */
export type Pictured = Pick<
  NonNullable<EmbeddedFindingQuery['finding']>['card'],
  'kind' | 'shape' | 'clean' | 'corrupted' | 'differingPositions' | 'alignment' | 'directions'
>;

/** Heads, roles, or positions of the patched prompt; empty texts where a column stands for several positions. */
export function pictureColumns(pictured: Pictured, roles: readonly string[]): readonly ColumnLabel[] {
  const { kind, shape, clean, corrupted, differingPositions, alignment, directions } = pictured;
  const [, columns = 0] = shape;
  if (!SITES[kind].axes.some((axis) => isPositionAxis(axis)))
    return Array.from({ length: columns }, (_, head) => ({ text: String(head) }));
  if (roles.length > 0) return roles.map((text) => ({ text }));
  const pair = { cleanTokens: clean, corruptedTokens: corrupted, differingPositions, alignment };
  const labels = positionLabels(orientPairs([pair], directions[0]!), 0);
  const first = countInFirstColumn(columns, labels.length);
  if (first === null) return Array.from({ length: columns }, () => ({ text: '' }));
  return first > 1 ? foldLabels(labels, first) : labels;
}
