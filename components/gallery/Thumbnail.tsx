import classes from './gallery.module.css';

interface ThumbnailProps {
  /** Address of the image for light pages. */
  readonly light: string;
  /** Address of the image for dark pages. */
  readonly dark: string;
  readonly label: string;
}

/** A small heatmap in two versions; the style sheet hides one, and lazy loading keeps browsers from fetching it. */
export function Thumbnail({ light, dark, label }: ThumbnailProps) {
  return (
    <>
      <img src={light} alt={label} loading="lazy" className={classes.thumbnail} data-tone="light" />
      <img src={dark} alt={label} loading="lazy" className={classes.thumbnail} data-tone="dark" />
    </>
  );
}
