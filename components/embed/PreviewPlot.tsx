import type { ColumnLabel } from '../plot/heatmap/geometry';
import { heatmapColour, type HeatmapScale } from '../plot/heatmap/palette';
import { findLimit } from '../plot/heatmap/scale';
import { keepLatin } from './keep-latin';

/** Largest size of the cells, in pixels. */
const CELLS = { width: 480, height: 330 };
const UNDEFINED = '#e9ecef';
const AXIS = { color: '#495057', fontSize: 17 } as const;
const ROW_AXIS = 34;
/** Height of one line, and the average width of a character. */
const LINE = 22;
const CHARACTER = 9.4;

interface PreviewPlotProps {
  /** [rows, columns]. */
  readonly shape: readonly number[];
  /** Row-major; NaN where undefined. */
  readonly values: ArrayLike<number>;
  /** As many as columns. */
  readonly columns: readonly ColumnLabel[];
  readonly columnName: string;
  readonly caption: string;
  readonly scale?: HeatmapScale;
}

/** A heatmap with its axes, in boxes: layers down, and heads or positions across. */
export function PreviewPlot(props: PreviewPlotProps) {
  const { shape, values, columns, columnName, caption, scale = 'RdBu' } = props;
  const [rows = 1, width = 1] = shape;
  const limit = findLimit([values]);
  const cell = {
    width: Math.max(1, Math.floor(CELLS.width / width)),
    height: Math.max(1, Math.min(48, Math.floor(CELLS.height / rows))),
  };
  const rowStep = Math.ceil(LINE / cell.height);
  const texts = columns.map(({ text }) => keepLatin(text));
  const longest = Math.max(0, ...texts.map((text) => text.length));
  const isTilted = longest > 2;
  const columnStep = Math.ceil(LINE / cell.width);
  const isShown = (column: number): boolean =>
    column % columnStep === 0 || columns[column]!.isMarked === true;
  const below = isTilted ? CHARACTER * longest + 8 : LINE;
  return (
    <div style={{ display: 'flex', flexDirection: 'column', justifyContent: 'center', gap: 6 }}>
      <div style={{ display: 'flex', fontSize: 22, marginLeft: ROW_AXIS }}>{caption}</div>
      <div style={{ display: 'flex', flexDirection: 'column', position: 'relative' }}>
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} style={{ display: 'flex', height: cell.height }}>
            <div
              style={{
                ...AXIS,
                display: 'flex',
                justifyContent: 'flex-end',
                alignItems: 'center',
                width: ROW_AXIS,
                paddingRight: 8,
              }}
            >
              {row % rowStep === 0 ? String(row) : ''}
            </div>
            {joinCells(values, row * width, width, limit, scale).map(({ colour, span }, at) => (
              <div key={at} style={{ width: span * cell.width, height: cell.height, background: colour }} />
            ))}
          </div>
        ))}
        <div
          style={{
            position: 'absolute',
            left: ROW_AXIS - 1,
            top: -1,
            width: width * cell.width + 2,
            height: rows * cell.height + 2,
            border: '1px solid #adb5bd',
          }}
        />
      </div>
      <div style={{ ...AXIS, display: 'flex', height: below, marginLeft: ROW_AXIS, position: 'relative' }}>
        {texts.map((text, column) =>
          isShown(column) ? (
            <div
              key={column}
              style={{
                display: 'flex',
                position: 'absolute',
                justifyContent: isTilted ? 'flex-end' : 'center',
                alignItems: 'center',
                width: isTilted ? below : cell.width,
                height: LINE,
                left: isTilted ? (column + 0.5) * cell.width - below / 2 : column * cell.width,
                top: isTilted ? (below - LINE) / 2 : 0,
                color: columns[column]!.isMarked ? '#364fc7' : AXIS.color,
                ...(isTilted && { transform: 'rotate(-90deg)' }),
              }}
            >
              {text}
            </div>
          ) : null,
        )}
      </div>
      <div style={{ ...AXIS, display: 'flex', justifyContent: 'center', marginLeft: ROW_AXIS }}>
        {`layer by ${columnName}`}
      </div>
    </div>
  );
}

/** The cells of a row; neighbours of one colour are one box. */
function joinCells(
  values: ArrayLike<number>,
  start: number,
  count: number,
  limit: number,
  scale: HeatmapScale,
): { colour: string; span: number }[] {
  const joined: { colour: string; span: number }[] = [];
  for (let at = start; at < start + count; at++) {
    const value = values[at] ?? NaN;
    const colour = Number.isNaN(value) ? UNDEFINED : heatmapColour(value, limit, scale);
    const last = joined.at(-1);
    if (last?.colour === colour) last.span++;
    else joined.push({ colour, span: 1 });
  }
  return joined;
}
