/** A heatmap as a panel of an exported figure. */
import { FIGURE_COLOURS, text, type ColourBar, type Panel } from '../figure/figure-svg';
import { element } from '../figure/xml';
import { computeGeometry, type ColumnLabel, type Geometry } from './geometry';
import { fitPanel, thinRowLabels } from './fit-panel';
import { HATCH_SENTENCE, hasHatched, hatchPath, UNCLEAR_SENTENCE, unclearPath } from './hatch';
import { layoutAxes } from './layout-axes';
import {
  describeEnds,
  heatmapColour,
  ROLE_LIMIT,
  roleColour,
  stopColour,
  type HeatmapScale,
} from './palette';
import { UNDEFINED_COLOUR, type Tone } from './scale';

const LABEL = { 'font-family': 'monospace', 'font-size': 10.5, 'dominant-baseline': 'central' } as const;
/** Overlap of cells, in pixels. */
const SEAM = 0.4;
const MARKED_SENTENCE = 'Bold labels: the clean and corrupted prompts differ there.';
const VARIES_SENTENCE =
  'Tokens are those of the first pair; an ellipsis marks where other pairs have others.';

/** The data of a heatmap. */
export interface HeatmapData {
  readonly title: string;
  /** Row-major, [rows, columns]; NaN or null where undefined. */
  readonly values: ArrayLike<number | null>;
  /** 1 for each cell that was not computed because it equals the base run by causality; it is hatched. */
  readonly skipped?: Uint8Array | undefined;
  /** 1 for each cell that is not distinguishable from 0; it is hatched the other way. Left out where that is not shown. */
  readonly unclear?: Uint8Array | undefined;
  /** Whether cells without a value are left blank instead of grey. */
  readonly isSparse?: boolean | undefined;
  readonly rowName: string;
  readonly rowLabels: readonly string[];
  readonly rowsPerLayer: number;
  readonly columnName: string;
  readonly columns: readonly ColumnLabel[];
}

/** Draws cells as rectangles, which print at any size, with labels and axis titles. @param tone of its colours; files are light. */
export function heatmapPanel(
  data: HeatmapData,
  limit: number,
  scale: HeatmapScale,
  tone: Tone = 'light',
): Panel {
  const geometry = computeGeometry(data.rowLabels, data.columns, { rowsPerLayer: data.rowsPerLayer });
  return {
    ...drawPanel(data, limit, scale, geometry, tone),
    fit: (width) => drawPanel(data, limit, scale, fitPanel(data, width), tone),
  };
}

function drawPanel(
  data: HeatmapData,
  limit: number,
  scale: HeatmapScale,
  geometry: Geometry,
  tone: Tone,
): Panel {
  // Labels of columns where the prompts differ are marked.
  const { ink, mark: marked } = FIGURE_COLOURS[tone];
  const { texts: all, lines, marks } = layoutAxes({ ...data, geometry });
  const texts = thinRowLabels(all, geometry);
  const labels = texts.map(({ text: content, x, y, rotate, anchor, isMarked, isTitle }) =>
    text(content, 0, 0, {
      ...LABEL,
      ...(isTitle && { 'font-family': 'Helvetica, Arial, sans-serif', 'font-size': 11 }),
      transform: `translate(${x} ${y})${rotate === 0 ? '' : ` rotate(${rotate})`}`,
      'text-anchor': anchor,
      ...(isMarked && { 'font-weight': 'bold', fill: marked }),
    }),
  );
  const { left, top, cellWidth, cellHeight, width, height } = geometry;
  const frame = {
    x: left,
    y: top,
    width: data.columns.length * cellWidth,
    height: data.rowLabels.length * cellHeight,
  };
  return {
    title: data.title,
    width,
    height,
    cells: { top, height: frame.height },
    body: [
      element('g', { 'shape-rendering': 'crispEdges' }, drawCells(data, limit, scale, geometry, tone)),
      drawHatching(data, geometry),
      ...lines.map((line) => element('line', { ...line, stroke: '#868e96' })),
      ...marks.map((mark) => element('rect', { ...mark, fill: marked })),
      element('rect', { ...frame, fill: 'none', stroke: ink, 'stroke-width': 0.5 }),
      ...labels,
    ].join(''),
  };
}

/**
 * Makes the colour bar of heatmaps.
 *
 * @param label name of the values, with their unit.
 */
export function heatmapColourBar(
  limit: number,
  scale: HeatmapScale,
  label: string,
  tone: Tone = 'light',
): ColourBar {
  const [low, high] = describeEnds(scale, limit);
  // Each class has two stops, so that it is a band.
  const stops =
    scale === 'roles'
      ? Array.from({ length: 2 * (ROLE_LIMIT + 1) }, (_, step) => roleColour(Math.floor(step / 2), tone))
      : Array.from({ length: 21 }, (_, step) => stopColour(step / 20, scale, tone));
  return { label, low, high, stops };
}

/** Draws a rectangle for each run of equally coloured cells in a row. */
function drawCells(
  { values, columns: { length: columns }, isSparse = false }: HeatmapData,
  limit: number,
  scale: HeatmapScale,
  { left, top, cellWidth, cellHeight }: Geometry,
  tone: Tone,
): string {
  const colours = Array.from(values, (value) => heatmapColour(value, limit, scale, tone));
  const cells: string[] = [];
  const rows = Math.ceil(colours.length / columns);
  // Between cells of fractional sizes some programs leave hairlines: each cell goes on below the next one.
  const seam = Number.isInteger(cellWidth) && Number.isInteger(cellHeight) ? 0 : SEAM;
  for (let cell = 0; cell < colours.length;) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    let span = 1;
    while (column + span < columns && colours[cell + span] === colours[cell]) span++;
    const box = {
      x: left + column * cellWidth,
      y: top + row * cellHeight,
      width: span * cellWidth + (column + span < columns ? seam : 0),
      height: cellHeight + (row + 1 < rows ? seam : 0),
    };
    if (!isSparse || colours[cell] !== UNDEFINED_COLOUR)
      cells.push(element('rect', { ...box, ...makeFill(colours[cell]!) }));
    cell += span;
  }
  return cells.join('');
}

/** Draws the hatching of cells that were not computed or are not distinguishable from 0; nothing where there are none. */
function drawHatching({ skipped, unclear, columns }: HeatmapData, geometry: Geometry): string {
  const d =
    (skipped ? hatchPath(skipped, columns.length, geometry) : '') +
    (unclear ? unclearPath(unclear, skipped, columns.length, geometry) : '');
  return d === '' ? '' : element('path', { d, fill: 'none', stroke: '#868e96', 'stroke-width': 0.75 });
}

/** Lines of a figure, with the legend of what marks cells and columns in one of its panels. */
export function describeMarks(
  lines: readonly string[],
  panels: readonly Pick<HeatmapData, 'skipped' | 'unclear' | 'columns'>[],
): readonly string[] {
  const columns = panels.flatMap((panel) => panel.columns);
  return [
    ...lines,
    ...(columns.some(({ isMarked }) => isMarked) ? [MARKED_SENTENCE] : []),
    ...(columns.some(({ varies }) => varies) ? [VARIES_SENTENCE] : []),
    ...(panels.some(({ skipped }) => hasHatched(skipped)) ? [HATCH_SENTENCE] : []),
    ...(panels.some(({ unclear }) => hasHatched(unclear)) ? [UNCLEAR_SENTENCE] : []),
  ];
}

/** SVG 1.1 has no colours with alpha, so undefined cells have a separate opacity. */
function makeFill(colour: string): { fill: string; 'fill-opacity'?: number } {
  return colour === UNDEFINED_COLOUR ? { fill: '#999999', 'fill-opacity': 0.2 } : { fill: colour };
}
