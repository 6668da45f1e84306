/** Where the parts of a heatmap lie, in pixels of the page. */

/** Widths of a label in its font, for each character. */
const CHARACTER = 6.4;
const TOP = 4;

export interface Geometry {
  /** Of the first cell's corner. */
  readonly left: number;
  readonly top: number;
  /** Of one cell: whole pixels, so that all cells are of one size. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Of the whole plot, labels included. */
  readonly width: number;
  readonly height: number;
  /** Whether rows are high enough for a label each, where they have one. */
  readonly hasRowLabels: boolean;
  /** Whether column labels are too long to stand side by side. */
  readonly isTilted: boolean;
}

/**
 * The geometry of a heatmap.
 *
 * @param rowsPerLayer more than 1 where a layer has several rows.
 * @param zoom how much larger cells are than they need to be.
 */
export function geometryOf(
  rowLabels: readonly string[],
  columnLabels: readonly string[],
  rowsPerLayer: number,
  zoom: number,
): Geometry {
  const [rows, columns] = [rowLabels.length, columnLabels.length];
  const cellWidth = Math.round(widthFor(columns, rowsPerLayer) * zoom);
  const cellHeight = Math.round(heightFor(rows) * zoom);
  const isTilted = longest(columnLabels) > 2;
  const hasRowLabels = rowsPerLayer === 1 || cellHeight >= 10;
  const left = Math.max(26, 12 + CHARACTER * (hasRowLabels ? longest(rowLabels) : `L${rows}`.length));
  const below = isTilted ? 12 + CHARACTER * longest(columnLabels) : 20;
  return {
    left: Math.ceil(left),
    top: TOP,
    cellWidth,
    cellHeight,
    width: Math.ceil(left) + columns * cellWidth + 4,
    height: TOP + rows * cellHeight + below,
    hasRowLabels,
    isTilted,
  };
}

/** Cells shrink where there are many, so that long prompts scroll rather than vanish. */
function widthFor(columns: number, rowsPerLayer: number): number {
  if (columns > 32) return 13;
  return columns > 18 || rowsPerLayer > 1 ? 18 : 24;
}

/** A layer a row is high; a head a row, for the whole of a model, as high as lets one see it at once. */
function heightFor(rows: number): number {
  if (rows > 300) return 3;
  if (rows > 100) return 6;
  if (rows > 48) return 9;
  return rows > 24 ? 12 : rows > 8 ? 18 : 24;
}

function longest(labels: readonly string[]): number {
  return Math.max(0, ...labels.map((label) => label.length));
}
