/** What is written and said of one cell. */
import { isSameCell } from './find-cell';
import { HATCH_LEGEND, UNCLEAR_LEGEND } from './hatch';
import type { HeatmapProps } from './Heatmap';
import type { CellAt } from './move';
import { formatEffect } from './scale';
import { findLargest, rankCell, speakRank, speakText, speakValue, speakValueName } from './speak';

/** Cells that are named when a plot gets the focus. */
const NAMED = 3;

/** `L9H9: +0.420, not computed: equals the base run`: the value with what is to be known of the cell. */
export function writeCell(props: HeatmapProps, cell: CellAt): string {
  const { nameCell, unit } = props;
  const value = formatCell(props, cell);
  if (value === null) return nameCell(cell);
  return [`${nameCell(cell)}: ${value}${unit && ` ${unit}`}`, ...listNotes(props, cell)].join(', ');
}

/** `head 9.9: recovery 0.42, 3rd largest of 144`: the same for speech. */
export function speakCell(props: HeatmapProps, cell: CellAt): string {
  const { values, columns, unit, valueName, scale, selected = [] } = props;
  const name = nameForSpeech(props, cell);
  const value = formatCell(props, cell);
  if (value === null) return `${name}: no value`;
  const index = cell.row * columns.length + cell.column;
  const rank = scale === 'roles' ? null : rankCell(values, index);
  const said = scale === 'roles' ? value : `${speakValueName(valueName)} ${speakValue(value)}`;
  return [
    `${name}: ${said}${unit && ` ${unit}`}`,
    ...(rank === null ? [] : [`${speakRank(rank)} of ${values.length}`]),
    ...listNotes(props, cell),
    ...(selected.some((one) => isSameCell(one, cell)) ? ['selected'] : []),
  ].join(', ');
}

/** `Largest: head 9.9 with 0.42; head 10.0 with minus 0.31.`: said when the plot gets the focus. */
export function speakSummary(props: HeatmapProps): string {
  const { values, columns, scale } = props;
  if (scale === 'roles') return '';
  const largest = findLargest(values, columns.length, NAMED);
  if (largest.length === 0) return 'No cell has an effect.';
  const said = largest.map(
    (cell) => `${nameForSpeech(props, cell)} with ${speakValue(formatCell(props, cell) ?? '')}`,
  );
  return `Largest: ${said.join('; ')}.`;
}

/** Null for a cell that is left blank. */
function formatCell(props: HeatmapProps, cell: CellAt): string | null {
  const { values, columns, isSparse = false, formatValue = formatEffect } = props;
  const value = values[cell.row * columns.length + cell.column] ?? NaN;
  return isSparse && Number.isNaN(value) ? null : formatValue(value);
}

function nameForSpeech({ speakCell, nameCell }: HeatmapProps, cell: CellAt): string {
  return speakCell ? speakCell(cell) : speakText(nameCell(cell));
}

function listNotes(props: HeatmapProps, cell: CellAt): string[] {
  const { columns, skipped, unclear, annotateCell, marked = [] } = props;
  const index = cell.row * columns.length + cell.column;
  const mark = marked.find(({ at }) => isSameCell(at, cell));
  const note = annotateCell?.(cell) ?? '';
  return [
    ...(note === '' ? [] : [note]),
    ...(skipped?.[index] === 1 ? [HATCH_LEGEND] : unclear?.[index] === 1 ? [UNCLEAR_LEGEND] : []),
    ...(mark ? [mark.label] : []),
  ];
}
