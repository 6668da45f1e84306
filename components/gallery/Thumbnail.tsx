import { limitOf } from '../heatmap/scale';
import { decodeFloats } from '../run/effects';
import { thumbnailImage } from './thumbnail-image';
import classes from './gallery.module.css';

interface ThumbnailProps {
  /** [rows, columns]. */
  readonly shape: readonly number[];
  /** Row-major float32 in base64; NaN where undefined. */
  readonly data: string;
  readonly label: string;
}

/** A small heatmap, drawn on the server. */
export function Thumbnail({ shape: [, columns = 1], data, label }: ThumbnailProps) {
  const values = decodeFloats(data);
  return (
    <img src={thumbnailImage(values, columns, limitOf([values]))} alt={label} className={classes.thumbnail} />
  );
}
