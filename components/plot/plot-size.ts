import type { CSSProperties } from 'react';

/** The size of a plot in pixels as its style, also as numbers from which print.css computes how it fits a page. */
export function plotSize(width: number, height: number): CSSProperties {
  return { width, height, '--plot-width': width, '--plot-height': height } as CSSProperties;
}
