import { colourOf, limitOf } from '../heatmap/scale';
import classes from './gallery.module.css';

interface ThumbnailProps {
  /** [rows, columns]. */
  readonly shape: readonly number[];
  /** Row-major; null where undefined. */
  readonly values: readonly (number | null)[];
  readonly label: string;
}

/** A small heatmap, drawn on the server. */
export function Thumbnail({ shape, values, label }: ThumbnailProps) {
  const [rows = 1, columns = 1] = shape;
  const limit = limitOf([values]);
  return (
    <svg
      viewBox={`0 0 ${columns} ${rows}`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      className={classes.thumbnail}
      role="img"
      aria-label={label}
    >
      {values.map((value, index) => (
        <rect
          key={index}
          x={index % columns}
          y={Math.floor(index / columns)}
          width={1.02}
          height={1.02}
          fill={colourOf(value, limit)}
        />
      ))}
    </svg>
  );
}
