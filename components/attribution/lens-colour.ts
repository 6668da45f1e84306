/** Colours of the logit lens. */
import { heatmapColour } from '../plot/heatmap/palette';
import type { Tone } from '../plot/heatmap/scale';
import type { LensValue } from './attribution-state';

/**
 * The colour of a value as `rgb(1, 2, 3)`: diverging for logit differences and for differences of runs, sequential otherwise.
 * The best value of a sequential scale is always its light end: rank 0, probability 1, log-probability 0. Ranks are on a
 * logarithmic scale.
 *
 * @param limit largest |value|.
 */
export function lensColour(
  value: number,
  limit: number,
  name: LensValue,
  isDifference: boolean,
  tone: Tone,
): string {
  if (isDifference || name === 'logitDiff') return heatmapColour(value, limit, 'RdBu', tone);
  switch (name) {
    case 'probability':
      return heatmapColour(value, 1, 'sequential', tone);
    case 'logProb':
      return heatmapColour(value, limit, 'sequential-down', tone);
    case 'rank':
      return heatmapColour(1 - Math.log1p(value) / Math.log1p(Math.max(1, limit)), 1, 'sequential', tone);
  }
}

/** Black or white, whichever has the higher contrast on a colour written as `rgb(1, 2, 3)`. */
export function chooseInk(background: string): '#000' | '#fff' {
  const [red = 0, green = 0, blue = 0] = (background.match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  // Relative luminance of WCAG 2; both inks have the same contrast at 0.179.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff';
}
