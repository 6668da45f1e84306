/** Positions of labels, axis titles and lines of a heatmap, for the page and for exported figures. */
import type { ColumnLabel, Geometry } from './geometry';

export interface AxisText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** In degrees. */
  readonly rotate: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly isMarked: boolean;
  /** Whether the text is the title of an axis. */
  readonly isTitle: boolean;
  readonly hint?: string | undefined;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface AxesLayout {
  readonly texts: readonly AxisText[];
  /** Lines between layers, if a layer has several rows. */
  readonly lines: readonly {
    readonly x1: number;
    readonly x2: number;
    readonly y1: number;
    readonly y2: number;
  }[];
  /** Bars below marked columns. */
  readonly marks: readonly Box[];
}

/** What the labels of a heatmap's axes are laid out from. */
export interface AxesInput {
  readonly rowName: string;
  readonly rowLabels: readonly string[];
  readonly columnName: string;
  readonly columns: readonly ColumnLabel[];
  readonly rowsPerLayer: number;
  readonly geometry: Geometry;
}

/** Width of a character of a label. */
const CHARACTER = 6.4;
/** Smallest distance between two rotated labels. */
const LINE = 10;

/** Computes the positions of everything except the cells. */
export function layoutAxes({
  rowName,
  rowLabels,
  columnName,
  columns,
  rowsPerLayer,
  geometry: { left, top, width, height, cellWidth, cellHeight, hasRowAxis, hasRowLabels, isTilted },
}: AxesInput): AxesLayout {
  const below = top + rowLabels.length * cellHeight;
  const right = left + columns.length * cellWidth;
  const layers = Math.floor(rowLabels.length / rowsPerLayer);
  const rows = hasRowLabels
    ? rowLabels.map((label, row) => ({ label, middle: row + 0.5 }))
    : Array.from({ length: layers }, (_, layer) => ({
        label: `L${layer}`,
        middle: (layer + 0.5) * rowsPerLayer,
      }));
  const plain = { rotate: 0, isMarked: false, isTitle: false } as const;
  // Labels would overlap if all were drawn: keep every n-th.
  const longest = Math.max(1, ...columns.map(({ text }) => text.length));
  const step = isTilted
    ? Math.ceil(LINE / cellWidth)
    : Math.max(1, Math.ceil((CHARACTER * longest + 2) / cellWidth));
  const labelled = chooseLabelled(columns, step);
  const rowTexts = rows.map(({ label, middle }) => ({
    ...plain,
    text: label,
    x: left - 5,
    y: top + middle * cellHeight,
    anchor: 'end' as const,
  }));
  const columnTexts = columns.flatMap(({ text, isMarked = false, hint }, column) => {
    if (!labelled.has(column)) return [];
    const x = left + (column + 0.5) * cellWidth;
    const place = isTilted
      ? { x, y: below + 8, rotate: -90, anchor: 'end' as const }
      : { x, y: below + 11, rotate: 0, anchor: 'middle' as const };
    return [{ text, hint, isMarked, isTitle: false, ...place }];
  });
  const titles = [
    ...(hasRowAxis
      ? [
          {
            ...plain,
            text: rowName,
            x: 7,
            y: (top + below) / 2,
            rotate: -90,
            anchor: 'middle' as const,
            isTitle: true,
          },
        ]
      : []),
    {
      ...plain,
      text: columnName,
      // Centred below the cells, but inside the plot.
      x: Math.min((left + right) / 2, width - (CHARACTER * columnName.length) / 2),
      y: height - 7,
      anchor: 'middle' as const,
      isTitle: true,
    },
  ];
  return {
    texts: [...(hasRowAxis ? rowTexts : []), ...columnTexts, ...titles],
    lines:
      rowsPerLayer > 1
        ? Array.from({ length: layers - 1 }, (_, layer) => {
            const y = top + (layer + 1) * rowsPerLayer * cellHeight;
            return { x1: left, x2: right, y1: y, y2: y };
          })
        : [],
    marks: columns.flatMap(({ isMarked }, column) =>
      isMarked ? [{ x: left + column * cellWidth + 1, y: below + 1, width: cellWidth - 2, height: 3 }] : [],
    ),
  };
}

/**
 * Chooses the columns that have a label, at least `step` apart: marked ones first, because the prompts differ there, then every
 * n-th.
 */
export function chooseLabelled(columns: readonly ColumnLabel[], step: number): ReadonlySet<number> {
  const chosen = new Set<number>();
  const isFree = (column: number): boolean => {
    for (let near = column - step + 1; near < column + step; near++) if (chosen.has(near)) return false;
    return true;
  };
  columns.forEach(({ isMarked }, column) => {
    if (isMarked && isFree(column)) chosen.add(column);
  });
  for (let column = 0; column < columns.length; column++) if (isFree(column)) chosen.add(column);
  return chosen;
}
