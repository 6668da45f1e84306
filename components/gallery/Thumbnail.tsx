import classes from './gallery.module.css';

interface ThumbnailProps {
  /** Address of the image for light pages. */
  readonly light: string;
  /** Address of the image for dark pages. */
  readonly dark: string;
  readonly label: string;
  /** Rows and columns of the heatmap, so that its place is known before it has loaded; left out where they are not known. */
  readonly shape?: readonly number[];
  /** Cells of heads are squares; those of positions fill the width that there is. */
  readonly isOfHeads: boolean;
}

/** A small heatmap in two versions; the style sheet hides one, and lazy loading keeps browsers from fetching it. */
export function Thumbnail({ light, dark, label, shape, isOfHeads }: ThumbnailProps) {
  const common = {
    loading: 'lazy',
    className: classes.thumbnail,
    'data-squares': isOfHeads || undefined,
    title: label,
    style: isOfHeads && shape ? { aspectRatio: `${shape[1]} / ${shape[0]}` } : undefined,
  } as const;
  return (
    <span className={classes.frame}>
      <img src={light} alt={label} data-tone="light" {...common} />
      <img src={dark} alt={label} data-tone="dark" {...common} />
    </span>
  );
}
