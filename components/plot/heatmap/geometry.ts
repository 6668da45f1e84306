/** Where the parts of a heatmap lie, in pixels of the page. */

/** Widths of a label in its font, for each character. */
const CHARACTER = 6.4;
const TOP = 4;
/** Height of the line in which an axis is named. */
const AXIS_TITLE = 15;
/** Distance between facets of a row. */
export const FACET_GAP = 20;
/** Cells narrower than this have no room for a label each; they scroll instead. */
const NARROWEST = 10;
const WIDEST = 26;
/** A facet has at least this room for its title, unless its cells are as wide as can be. */
const NARROWEST_FACET = 104;

/** What a column stands for. */
export interface ColumnLabel {
  readonly text: string;
  /** Whether it is set off from its neighbours: the prompts differ there. */
  readonly isMarked?: boolean;
  /** More than there is room for, shown on hovering. */
  readonly hint?: string;
}

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
  /** Whether the row axis is drawn; facets of one row share that of the first. */
  readonly hasRowAxis: boolean;
  /** Whether rows are high enough for a label each, where they have one. */
  readonly hasRowLabels: boolean;
  /** Whether column labels are too long to stand side by side. */
  readonly isTilted: boolean;
}

interface GeometryOptions {
  /** More than 1 where a layer has several rows. */
  readonly rowsPerLayer?: number;
  /** How much larger cells are than they need to be. */
  readonly zoom?: number;
  /** Width of a cell before zooming; as wide as the number of columns suggests when not given. */
  readonly cellWidth?: number | undefined;
  readonly hasRowAxis?: boolean;
}

/** The geometry of a heatmap. */
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

/** Room for the row axis: its title and its labels. */
function rowAxisWidth(rowLabels: readonly string[], hasRowLabels: boolean): number {
  const characters = hasRowLabels
    ? Math.max(0, ...rowLabels.map((label) => label.length))
    : `L${rowLabels.length}`.length;
  return Math.ceil(AXIS_TITLE + Math.max(20, 10 + CHARACTER * characters));
}

/**
 * How many facets stand side by side, and how wide their cells are: all in one row where cells do not become too narrow.
 *
 * @param width room for the row, in pixels; 0 while it is not known.
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

function longest(labels: readonly ColumnLabel[]): number {
  return Math.max(0, ...labels.map(({ text }) => text.length));
}
