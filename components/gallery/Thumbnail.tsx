import { findLimit } from '../plot/heatmap/scale';
import { decodeFloats } from '../sweep/effects';
import { thumbnailImage } from './thumbnail-image';
import classes from './gallery.module.css';

interface ThumbnailProps {
  /** [rows, columns]. */
  readonly shape: readonly number[];
  /** Row-major float32 in base64; NaN where undefined. */
  readonly data: string;
  readonly label: string;
}

/** A small heatmap, drawn on the server: once for light pages and once for dark ones, of which the style shows one. */
export function Thumbnail({ shape: [, columns = 1], data, label }: ThumbnailProps) {
  const values = decodeFloats(data);
  const limit = findLimit([values]);
  return (
    <>
      {(['light', 'dark'] as const).map((tone) => (
        <img
          key={tone}
          src={thumbnailImage(values, columns, limit, tone)}
          alt={label}
          className={classes.thumbnail}
          data-tone={tone}
        />
      ))}
    </>
  );
}
