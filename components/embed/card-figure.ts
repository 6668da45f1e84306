/** The heatmap of a finding's card as a figure with axes and a colour bar. */
import { isPositionAxis } from '../../domain/cell';
import { SITES } from '../../domain/sites';
import type { EmbeddedFindingQuery } from '../generated/graphql';
import type { Figure } from '../plot/figure/figure-svg';
import { heatmapColourBar, heatmapPanel } from '../plot/heatmap/panel';
import { findLimit, type Tone } from '../plot/heatmap/scale';
import { decodeFloats } from '../sweep/effects';
import { describeDirections, describePrompts } from '../sweep/figure-context';
import { pictureColumns } from './picture-columns';
import { valueText } from '../sweep/value-text';

/** A finding as embeds and previews read it. */
export type EmbeddedFinding = NonNullable<EmbeddedFindingQuery['finding']>;

/** Draws the card's values: recovery where it is meaningful, otherwise the change of the logit difference. */
export function cardFigure({ card, modelId, run }: EmbeddedFinding, tone: Tone = 'light'): Figure {
  const { kind, shape, picture, baseline, directions } = card;
  const values = decodeFloats(picture);
  const [rows = 0] = shape;
  const isByPosition = SITES[kind].axes.some((axis) => isPositionAxis(axis));
  const limit = findLimit([values]);
  const { sentence, axis } = valueText(baseline.verdict === 'OK' ? 'recovery' : 'change');
  const panel = heatmapPanel(
    {
      title: SITES[kind].title,
      values,
      rowName: 'layer',
      rowLabels: Array.from({ length: rows }, (_, layer) => String(layer)),
      rowsPerLayer: 1,
      columnName: isByPosition ? 'position' : 'head',
      columns: pictureColumns(card, run.roles),
    },
    limit,
    'RdBu',
    tone,
  );
  return {
    title: SITES[kind].title,
    lines: [
      `${sentence}; ${describePrompts(baseline.pairs, null)}.`,
      `${describeDirections(directions.slice(0, 1))} on ${modelId}, run ${run.id}.`,
    ],
    panels: [panel],
    colourBar: heatmapColourBar(limit, 'RdBu', axis, tone),
  };
}
