/** Layout of a heatmap for a given width on paper: cells have any size, texts keep theirs. */
import { computeGeometry, hasSquareCells, type Geometry } from './geometry';
import type { AxisText } from './layout-axes';
import type { HeatmapData } from './panel';

/** Largest height of all rows, in pixels of 1/96 inch. */
const TALLEST = 270;
const WIDEST_CELL = 30;
/** Height of a row that has a label. */
const LABELLED_ROW = 9.5;
/** Height of a row over positions, if there is room. */
const USUAL_ROW = 15;

/** Computes the layout. @param width of the whole plot, in pixels. */
export function fitPanel(data: HeatmapData, width: number): Geometry {
  const { rowLabels, columns, rowsPerLayer } = data;
  const frame = computeGeometry(rowLabels, columns, { rowsPerLayer, cellWidth: 0, cellHeight: 0 });
  const [rows, count] = [rowLabels.length, Math.max(1, columns.length)];
  const highest = TALLEST / Math.max(1, rows);
  const wide = Math.min(WIDEST_CELL, (width - frame.width) / count);
  const isSquare = hasSquareCells(data);
  const cellWidth = isSquare ? Math.min(wide, highest) : wide;
  const cellHeight = isSquare ? cellWidth : Math.min(highest, Math.max(USUAL_ROW, cellWidth));
  return {
    ...frame,
    cellWidth,
    cellHeight,
    hasRowLabels: rowsPerLayer === 1 || cellHeight >= LABELLED_ROW,
    width: frame.width + count * cellWidth,
    height: Math.ceil(frame.height + rows * cellHeight),
  };
}

/** Leaves out labels of rows that would overlap: every n-th stays. */
export function thinRowLabels(
  texts: readonly AxisText[],
  { cellHeight, hasRowAxis, hasRowLabels }: Geometry,
): readonly AxisText[] {
  const step = Math.ceil(LABELLED_ROW / cellHeight);
  if (!hasRowAxis || !hasRowLabels || step === 1) return texts;
  const isRowLabel = ({ anchor, rotate, isTitle }: AxisText): boolean =>
    anchor === 'end' && rotate === 0 && !isTitle;
  let row = 0;
  return texts.filter((text) => !isRowLabel(text) || row++ % step === 0);
}
