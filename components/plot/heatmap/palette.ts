/** Colour scales of heatmaps: the diverging ones of scale.ts, sequential ones for raw values, and one for the roles of cells. */
import {
  attentionColour,
  formatNumber,
  ROLE_COLOURS,
  SCALES,
  sequentialColour,
  UNDEFINED_COLOUR,
  type ScaleName,
  type Tone,
} from './scale';

/**
 * `sequential`: from 0 to the limit. `sequential-down`: from -limit to 0, for values that are never positive. `counts`: from 0 to
 * the limit in the colours of attention, whose zero is the neutral one of the page, where most cells are 0 and that means nothing.
 * `roles`: four classes with the values 0 to 3 and the limit 3.
 */
export type HeatmapScale = ScaleName | 'sequential' | 'sequential-down' | 'counts' | 'roles';

/** Limit of the scale `roles`. */
export const ROLE_LIMIT = 3;

/** The colour of a class. */
export function roleColour(role: number, tone: Tone): string {
  return ROLE_COLOURS[tone][role] ?? UNDEFINED_COLOUR;
}

/** Ends of a scale: the values that the first and the last colour stand for. */
export function scaleEnds(scale: HeatmapScale, limit: number): readonly [low: number, high: number] {
  if (scale === 'sequential' || scale === 'counts' || scale === 'roles') return [0, limit];
  return scale === 'sequential-down' ? [-limit, 0] : [-limit, limit];
}

/** Computes the colour of a value; UNDEFINED_COLOUR for null and NaN. @param limit as the scale has it. */
export function heatmapColour(
  value: number | null,
  limit: number,
  scale: HeatmapScale,
  tone: Tone = 'light',
): string {
  if (value === null || Number.isNaN(value)) return UNDEFINED_COLOUR;
  const [low, high] = scaleEnds(scale, limit);
  return stopColour(high > low ? (value - low) / (high - low) : 0.5, scale, tone);
}

/** The colour at a share of the scale, 0 to 1. */
export function stopColour(share: number, scale: HeatmapScale, tone: Tone): string {
  const t = Math.min(1, Math.max(0, share));
  if (scale === 'roles') return roleColour(Math.round(t * ROLE_LIMIT), tone);
  if (scale === 'sequential' || scale === 'sequential-down') return sequentialColour(t);
  if (scale === 'counts') return attentionColour(t, tone);
  return SCALES[scale][tone](t);
}

/** Texts of both ends, as on a legend. */
export function describeEnds(
  scale: HeatmapScale,
  limit: number,
  decimals = 2,
): readonly [low: string, high: string] {
  if (scale === 'roles') return ['neither', 'both'];
  const [low, high] = scaleEnds(scale, limit);
  const written = formatNumber(high, decimals);
  return [formatNumber(low, decimals), low < 0 && high > 0 ? `+${written}` : written];
}
