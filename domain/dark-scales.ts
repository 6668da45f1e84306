/** Diverging colour scales for dark pages: zero is dark grey, and both ends are bright. */

type Channels = readonly [red: number, green: number, blue: number];

const MIDDLE: Channels = [45, 46, 48];

/** Colour at t in [0, 1] as `rgb(1, 2, 3)`; 0.5 is the neutral middle. */
export const DARK_SCALES = {
  RdBu: createScale([255, 170, 150], [214, 84, 66], [63, 136, 214], [166, 212, 255]),
  PuOr: createScale([255, 205, 140], [205, 122, 36], [132, 104, 200], [214, 200, 255]),
  PRGn: createScale([230, 190, 248], [156, 92, 190], [58, 146, 84], [178, 232, 176]),
  BrBG: createScale([244, 214, 150], [178, 122, 46], [38, 148, 136], [152, 230, 218]),
} as const;

/** Piecewise linear in sRGB: a bright and a strong colour on each side of the middle. */
function createScale(negativeEnd: Channels, negative: Channels, positive: Channels, positiveEnd: Channels) {
  const stops = [negativeEnd, negative, MIDDLE, positive, positiveEnd];
  return (t: number): string => {
    const at = t * (stops.length - 1);
    const step = Math.min(stops.length - 2, Math.floor(at));
    const mixed = stops[step]!.map((channel, index) =>
      Math.round(channel + (at - step) * (stops[step + 1]![index]! - channel)),
    );
    return `rgb(${mixed.join(', ')})`;
  };
}
