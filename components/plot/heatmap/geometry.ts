/** Layout of a heatmap, in pixels of the page. */

/** Average width of a character of a label. */
const CHARACTER = 6.4;
const TOP = 4;
/** Height of an axis title. */
const AXIS_TITLE = 15;
/** Distance between facets in a row. */
export const FACET_GAP = 20;
/** Narrower cells have no room for labels; the plot scrolls instead. */
const NARROWEST = 10;
const WIDEST = 26;
/** Minimum width of a facet, which its title needs, unless its cells have the maximum width. */
const NARROWEST_FACET = 104;

/** The label of a column. */
export interface ColumnLabel {
  readonly text: string;
  /** Whether the column is highlighted: the prompts differ there. */
  readonly isMarked?: boolean;
  /** Longer text, shown on hovering. */
  readonly hint?: string;
}

export interface Geometry {
  /** Corner of the first cell. */
  readonly left: number;
  readonly top: number;
  /** Size of a cell in whole pixels, so that all cells have the same size. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Size of the whole plot, including labels. */
  readonly width: number;
  readonly height: number;
  /** Whether the row axis is drawn. Facets in a row share the axis of the first one. */
  readonly hasRowAxis: boolean;
  /** Whether rows are high enough for labels. */
  readonly hasRowLabels: boolean;
  /** Whether column labels are rotated because they are too long. */
  readonly isTilted: boolean;
}

interface GeometryOptions {
  /** More than 1 if a layer has several rows. */
  readonly rowsPerLayer?: number;
  /** Factor of the size of cells. */
  readonly zoom?: number;
  /** Width of a cell before zooming. Default: from the number of columns. */
  readonly cellWidth?: number | undefined;
  readonly hasRowAxis?: boolean;
}

/** Computes the layout of a heatmap. */
export function computeGeometry(
  rowLabels: readonly string[],
  columns: readonly ColumnLabel[],
  { rowsPerLayer = 1, zoom = 1, cellWidth: wanted, hasRowAxis = true }: GeometryOptions = {},
): Geometry {
  const rows = rowLabels.length;
  const cellWidth = Math.round((wanted ?? widthFor(columns.length, rowsPerLayer)) * zoom);
  const cellHeight = Math.round(heightFor(rows) * zoom);
  const isTilted = longest(columns) > 2;
  const hasRowLabels = rowsPerLayer === 1 || cellHeight >= 10;
  const left = hasRowAxis ? rowAxisWidth(rowLabels, hasRowLabels) : 2;
  const below = (isTilted ? 12 + CHARACTER * longest(columns) : 20) + AXIS_TITLE;
  return {
    left,
    top: TOP,
    cellWidth,
    cellHeight,
    width: left + columns.length * cellWidth + 4,
    height: Math.ceil(TOP + rows * cellHeight + below),
    hasRowAxis,
    hasRowLabels,
    isTilted,
  };
}

/** Width of the row axis: its title and labels. */
function rowAxisWidth(rowLabels: readonly string[], hasRowLabels: boolean): number {
  const characters = hasRowLabels
    ? Math.max(0, ...rowLabels.map((label) => label.length))
    : `L${rowLabels.length}`.length;
  return Math.ceil(AXIS_TITLE + Math.max(20, 10 + CHARACTER * characters));
}

/**
 * Computes the number of facets in a row and the width of their cells: as many facets as possible without cells that are too
 * narrow.
 *
 * @param width of the row, in pixels; 0 before it is known.
 */
export function layoutFacets(
  width: number,
  facets: number,
  columns: number,
  rowLabels: readonly string[],
): { readonly perRow: number; readonly cellWidth: number | undefined } {
  if (width === 0 || columns === 0 || facets === 0)
    return { perRow: Math.max(1, facets), cellWidth: undefined };
  const axis = rowAxisWidth(rowLabels, heightFor(rowLabels.length) >= 10) + 4;
  for (let perRow = facets; perRow >= 1; perRow--) {
    const room = width - axis - (perRow - 1) * (FACET_GAP + 6);
    const cellWidth = Math.min(WIDEST, Math.floor(room / (perRow * columns)));
    const isRoomy = cellWidth >= NARROWEST && cellWidth * columns >= NARROWEST_FACET;
    if (isRoomy || cellWidth === WIDEST || perRow === 1)
      return { perRow, cellWidth: Math.max(NARROWEST, cellWidth) };
  }
  throw new Error(`no layout for ${facets} facets`);
}

/** Many columns have narrower cells; long prompts scroll. */
function widthFor(columns: number, rowsPerLayer: number): number {
  if (columns > 32) return 13;
  return columns > 18 || rowsPerLayer > 1 ? 18 : 24;
}

/** Rows are lower the more there are, so that all heads of a model fit on a screen. */
function heightFor(rows: number): number {
  if (rows > 300) return 3;
  if (rows > 100) return 6;
  if (rows > 48) return 9;
  return rows > 24 ? 12 : rows > 8 ? 18 : 24;
}

function longest(labels: readonly ColumnLabel[]): number {
  return Math.max(0, ...labels.map(({ text }) => text.length));
}
