import { SCALES, type ScaleName } from '../plot/heatmap/scale';

/** The diverging colours of heatmaps, as choices of a field. */
export const COLOUR_CHOICES = Object.entries(SCALES).map(([name, { label }]) => ({
  value: name as ScaleName,
  label,
}));
