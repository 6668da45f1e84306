/**
 * Colour scales for light pages: those of ColorBrewer and Cividis as d3-scale-chromatic computes them, to the last digit.
 * Written out here because the library and its dependencies weigh as much as all of the heatmap's drawing.
 */

/** Nine or eleven colours of ColorBrewer, six hexadecimal digits each. */
const STOPS = {
  RdBu: '67001fb2182bd6604df4a582fddbc7f7f7f7d1e5f092c5de4393c32166ac053061',
  PuOr: '2d004b5427888073acb2abd2d8daebf7f7f7fee0b6fdb863e08214b358067f3b08',
  PRGn: '40004b762a839970abc2a5cfe7d4e8f7f7f7d9f0d3a6dba05aae611b783700441b',
  BrBG: '5430058c510abf812ddfc27df6e8c3f5f5f5c7eae580cdc135978f01665e003c30',
  Blues: 'f7fbffdeebf7c6dbef9ecae16baed64292c62171b508519c08306b',
} as const;

/** Colours at t in [0, 1] as `rgb(1, 2, 3)`; 0.5 is the neutral middle of all except Blues. */
export const LIGHT_SCALES = {
  RdBu: createSpline(STOPS.RdBu),
  PuOr: createSpline(STOPS.PuOr),
  PRGn: createSpline(STOPS.PRGn),
  BrBG: createSpline(STOPS.BrBG),
  Blues: createSpline(STOPS.Blues),
} as const;

/** A uniform cubic B-spline through the channels of the stops; its ends are the first and the last stop. */
function createSpline(stops: string) {
  const channels = [0, 2, 4].map((offset) =>
    Array.from({ length: stops.length / 6 }, (_, at) =>
      Number.parseInt(stops.slice(6 * at + offset, 6 * at + offset + 2), 16),
    ),
  );
  return (t: number): string => formatRgb(channels.map((values) => readSpline(values, t)));
}

function readSpline(values: readonly number[], t: number): number {
  const pieces = values.length - 1;
  const at = Math.min(1, Math.max(0, t));
  const piece = Math.min(pieces - 1, Math.floor(at * pieces));
  const [start, end] = [values[piece]!, values[piece + 1]!];
  const before = values[piece - 1] ?? 2 * start - end;
  const after = values[piece + 2] ?? 2 * end - start;
  const x = (at - piece / pieces) * pieces;
  const x2 = x * x;
  const x3 = x2 * x;
  return (
    ((1 - 3 * x + 3 * x2 - x3) * before +
      (4 - 6 * x2 + 3 * x3) * start +
      (1 + 3 * x + 3 * x2 - 3 * x3) * end +
      x3 * after) /
    6
  );
}

/** Cividis at t in [0, 1]: a polynomial for each channel. */
export function cividis(share: number): string {
  const t = Math.min(1, Math.max(0, share));
  return formatRgb([
    -4.54 - t * (35.34 - t * (2381.73 - t * (6402.7 - t * (7024.72 - t * 2710.57)))),
    32.49 + t * (170.73 + t * (52.82 - t * (131.46 - t * (176.58 - t * 67.37)))),
    81.24 + t * (442.36 - t * (2482.43 - t * (6167.24 - t * (6614.94 - t * 2475.67)))),
  ]);
}

function formatRgb(channels: readonly number[]): string {
  return `rgb(${channels.map((channel) => Math.max(0, Math.min(255, Math.round(channel)))).join(', ')})`;
}
