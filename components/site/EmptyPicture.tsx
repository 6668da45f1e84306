import classes from './empty-state.module.css';

/**
 * Heatmaps as rows of cells. `.` zero, `a` to `c` an effect from small to large, `x` a cell that is not there; a space is no cell.
 */
const PICTURES = {
  /** What was there, or might have been. */
  missing: ['..c......', '..c......', '..b..x...', '........b', '........c'],
  /** A list or a search without a hit. */
  nothing: ['.........', '.........', '....x....', '.........', '.........'],
  /** Two things to choose. */
  compare: ['c...  x...', '.c..  .x..', '..b.  ..x.', '...c  ...x'],
} as const;
export type EmptyPictureName = keyof typeof PICTURES;

const CELL = 16;
const GAP = 3;

/** A small heatmap in the colours of the page. */
export function EmptyPicture({ name }: { readonly name: EmptyPictureName }) {
  const rows: readonly string[] = PICTURES[name];
  const size = (cells: number): number => cells * (CELL + GAP) - GAP;
  const [width, height] = [size(rows[0]!.length), size(rows.length)];
  return (
    <svg
      className={classes.picture}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden
    >
      {rows.flatMap((row, y) =>
        row.split('').map((sign, x) =>
          sign === ' ' ? null : (
            <rect
              key={`${x} ${y}`}
              // Half a pixel, so that the dashes of an empty cell are inside of it.
              x={x * (CELL + GAP) + 0.5}
              y={y * (CELL + GAP) + 0.5}
              width={CELL - 1}
              height={CELL - 1}
              rx={3}
              data-cell={sign}
            />
          ),
        ),
      )}
    </svg>
  );
}
