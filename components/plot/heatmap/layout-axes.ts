/** Labels, axis titles and lines of a heatmap, as they stand on the page and in exported figures. */
import type { ColumnLabel, Geometry } from './geometry';

export interface AxisText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** In degrees. */
  readonly rotate: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly isMarked: boolean;
  /** Whether it names an axis. */
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
  /** Between layers, where a layer has several rows. */
  readonly lines: readonly {
    readonly x1: number;
    readonly x2: number;
    readonly y1: number;
    readonly y2: number;
  }[];
  /** Below marked columns. */
  readonly marks: readonly Box[];
}

interface AxesInput {
  readonly rowName: string;
  readonly rowLabels: readonly string[];
  readonly columnName: string;
  readonly columns: readonly ColumnLabel[];
  readonly rowsPerLayer: number;
  readonly geometry: Geometry;
}

/** Width of a character of a label. */
const CHARACTER = 6.4;

/** Where everything beside the cells stands. */
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
  // Labels that would run into each other are left out, the first one and every n-th stay.
  const longest = Math.max(1, ...columns.map(({ text }) => text.length));
  const step = isTilted ? 1 : Math.max(1, Math.ceil((CHARACTER * longest + 2) / cellWidth));
  const rowTexts = rows.map(({ label, middle }) => ({
    ...plain,
    text: label,
    x: left - 5,
    y: top + middle * cellHeight,
    anchor: 'end' as const,
  }));
  const columnTexts = columns.flatMap(({ text, isMarked = false, hint }, column) => {
    if (column % step !== 0) return [];
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
      // In the middle of the cells, but within the plot.
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
