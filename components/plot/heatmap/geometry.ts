/** Layout of a heatmap, in pixels of the page. */

/** Average width of a character of a label. */
const CHARACTER = 6.4;
/** Least distance between neighbouring labels of columns. */
const LABEL_GAP = 8;
const TOP = 4;
/** Height of an axis title. */
const AXIS_TITLE = 15;
/** Distance between facets in a row. */
export const FACET_GAP = 20;
/** Cells on phones, and of a facet that scrolls: narrower ones have no room for a label each. */
const NARROWEST = 10;
/** Cells on wide pages: every n-th column has a label. */
const NARROWEST_IN_ROW = 6;
const WIDEST = 72;
/** Largest height of the cells of a plot with square cells. */
const TALLEST_SQUARES = 440;
/** Height that the cells of a plot over positions fill, if they are not higher than the highest. */
const USUAL_HEIGHT = 240;
const HIGHEST = 36;
/** Thickness of the bars beside the cells, and their distance. */
export const MARGIN_BAR = 26;
const MARGIN_GAP = 4;
/** On wider pages, no facet stands alone on a last line. */
const WIDE_PAGE = 700;
/** Minimum width of a facet, which its title needs, unless its cells have the maximum width. */
const NARROWEST_FACET = 104;

/** The label of a column. */
export interface ColumnLabel {
  readonly text: string;
  /** Whether the column is highlighted: the prompts differ there. */
  readonly isMarked?: boolean;
  /** Whether other prompts of a mean have another token there. */
  readonly varies?: boolean;
  /** Longer text, shown on hovering. */
  readonly hint?: string;
  /** What is said of it; the text when left out. */
  readonly spoken?: string;
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
  /** Whether column labels are rotated because they are wider than their columns. */
  readonly isTilted: boolean;
  /** Whether bars of means are drawn above and to the right of the cells. */
  readonly hasMargins: boolean;
}

interface GeometryOptions {
  /** More than 1 if a layer has several rows. */
  readonly rowsPerLayer?: number;
  /** Factor of the size of cells. */
  readonly zoom?: number;
  /** Width of a cell before zooming. Default: from the number of columns. */
  readonly cellWidth?: number | undefined;
  /** Height of a cell before zooming. Default: from the number of rows. */
  readonly cellHeight?: number | undefined;
  readonly hasRowAxis?: boolean;
  readonly hasMargins?: boolean;
}

/** Computes the layout of a heatmap. */
export function computeGeometry(
  rowLabels: readonly string[],
  columns: readonly ColumnLabel[],
  options: GeometryOptions = {},
): Geometry {
  const { rowsPerLayer = 1, zoom = 1, hasRowAxis = true, hasMargins = false } = options;
  const rows = rowLabels.length;
  const cellWidth = Math.round((options.cellWidth ?? widthFor(columns.length, rowsPerLayer)) * zoom);
  const cellHeight = Math.round((options.cellHeight ?? heightFor(rows)) * zoom);
  const isTilted = longest(columns) > 2 && CHARACTER * longest(columns) + LABEL_GAP > cellWidth;
  const hasRowLabels = rowsPerLayer === 1 || cellHeight >= 10;
  const left = hasRowAxis ? rowAxisWidth(rowLabels, hasRowLabels) : 2;
  const top = TOP + (hasMargins ? MARGIN_BAR + MARGIN_GAP : 0);
  const below = (isTilted ? 12 + CHARACTER * longest(columns) : 20) + AXIS_TITLE;
  return {
    left,
    top,
    cellWidth,
    cellHeight,
    width: left + columns.length * cellWidth + 4 + (hasMargins ? MARGIN_BAR + MARGIN_GAP : 0),
    height: Math.ceil(top + rows * cellHeight + below),
    hasRowAxis,
    hasRowLabels,
    isTilted,
    hasMargins,
  };
}

/** Width of the row axis: its title and labels. */
function rowAxisWidth(rowLabels: readonly string[], hasRowLabels: boolean): number {
  const characters = hasRowLabels
    ? Math.max(0, ...rowLabels.map((label) => label.length))
    : `L${rowLabels.length}`.length;
  return Math.ceil(AXIS_TITLE + Math.max(20, 10 + CHARACTER * characters));
}

/** Largest size of a cell of a maximised plot. */
const LARGEST = 200;
/** A cell of a maximised plot over positions is at most so many times as high as it is wide, since a long prompt has narrow ones. */
const MOST_UPRIGHT = 6;

interface PlotShape {
  readonly rowLabels: readonly string[];
  readonly columns: readonly ColumnLabel[];
  readonly rowsPerLayer: number;
  readonly columnName: string;
  readonly hasMargins?: boolean | undefined;
}

/** Whether rows and columns are of one kind of thing, so that cells are square: layers by heads, destinations by sources. */
export function hasSquareCells({
  columnName,
  rowsPerLayer,
}: Pick<PlotShape, 'columnName' | 'rowsPerLayer'>): boolean {
  return rowsPerLayer === 1 && (columnName === 'head' || columnName === 'source');
}

/** Computes the largest layout that fits into some room. Cells keep their smallest size; then the plot scrolls. */
export function fitGeometry(
  plot: PlotShape,
  room: { readonly width: number; readonly height: number },
): Geometry {
  const { rowLabels, columns, rowsPerLayer, hasMargins = false } = plot;
  const frame = computeGeometry(rowLabels, columns, {
    rowsPerLayer,
    cellWidth: 0,
    cellHeight: 0,
    hasMargins,
  });
  const fit = (space: number, count: number, smallest: number): number =>
    Math.min(LARGEST, Math.max(smallest, Math.floor(space / Math.max(1, count))));
  const wide = fit(room.width - frame.width, columns.length, NARROWEST_IN_ROW);
  const high = fit(room.height - frame.height, rowLabels.length, Math.min(4, heightFor(rowLabels.length)));
  const square = Math.min(wide, high);
  const [cellWidth, cellHeight] = hasSquareCells(plot)
    ? [square, square]
    : [wide, Math.min(high, MOST_UPRIGHT * wide)];
  return computeGeometry(rowLabels, columns, { rowsPerLayer, cellWidth, cellHeight, hasMargins });
}

/** How the facets of a section are laid out. */
export interface FacetLayout {
  readonly perRow: number;
  /** Undefined before the width of the row is known. */
  readonly cellWidth: number | undefined;
  readonly cellHeight: number | undefined;
}

interface FacetOptions {
  /** Whether rows and columns are of one kind of thing, such as layers by heads, so that cells are square. */
  readonly isSquare?: boolean;
  /** More than 1 if a layer has several rows. */
  readonly rowsPerLayer?: number;
  readonly hasMargins?: boolean;
  /** Whether each facet has a row axis of its own, not only the first one of a row. */
  readonly hasOwnAxes?: boolean;
}

/**
 * Computes the number of facets in a row and the size of their cells: as many facets as possible without cells that are too
 * narrow, and cells that fill the width.
 *
 * @param width of the row, in pixels; 0 before it is known.
 */
export function layoutFacets(
  width: number,
  facets: number,
  columns: number,
  rowLabels: readonly string[],
  { isSquare = false, rowsPerLayer = 1, hasMargins = false, hasOwnAxes = false }: FacetOptions = {},
): FacetLayout {
  if (width === 0 || columns === 0 || facets === 0)
    return { perRow: Math.max(1, facets), cellWidth: undefined, cellHeight: undefined };
  const rows = rowLabels.length;
  const axis = rowAxisWidth(rowLabels, rowsPerLayer === 1 || heightFor(rows) >= 10) + 4;
  const margins = hasMargins ? MARGIN_BAR + MARGIN_GAP : 0;
  const widest = isSquare
    ? Math.max(NARROWEST, Math.min(WIDEST, Math.floor(TALLEST_SQUARES / rows)))
    : WIDEST;
  const isWide = width > WIDE_PAGE;
  for (let perRow = facets; perRow >= 1; perRow--) {
    if (isWide && perRow > 1 && facets > perRow && facets % perRow === 1) continue;
    const others = (perRow - 1) * (FACET_GAP + (hasOwnAxes ? axis : 6));
    const room = width - axis - others - perRow * margins;
    const cellWidth = Math.min(widest, Math.floor(room / (perRow * columns)));
    // On wide pages a facet alone is not scrolled as long as all its columns fit.
    const isDense = isWide && (perRow > 1 || cellWidth >= NARROWEST_IN_ROW);
    const narrowest = isDense ? NARROWEST_IN_ROW : NARROWEST;
    const isRoomy = cellWidth >= narrowest && cellWidth * columns >= NARROWEST_FACET;
    if (!isRoomy && cellWidth !== widest && perRow > 1) continue;
    const size = Math.max(narrowest, cellWidth);
    return { perRow, cellWidth: size, cellHeight: isSquare ? size : fillHeight(rows, rowsPerLayer) };
  }
  throw new Error(`no layout for ${facets} facets`);
}

/** Height of cells over positions: few rows fill the usual height. */
function fillHeight(rows: number, rowsPerLayer: number): number {
  if (rowsPerLayer > 1) return heightFor(rows);
  return Math.max(heightFor(rows), Math.min(HIGHEST, Math.floor(USUAL_HEIGHT / rows)));
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
