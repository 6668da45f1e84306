/**
 * How colours look to people with dichromatic vision: Machado, Oliveira and Fernandes, "A physiologically-based model for simulation
 * of color vision deficiency", IEEE TVCG 15(6), 2009, table 1 at severity 1. The matrices apply to linear RGB.
 */
import { toLab, type Lab, type Rgb } from './colour-difference';

export const VISIONS = ['normal', 'protanopia', 'deuteranopia', 'tritanopia'] as const;
export type Vision = (typeof VISIONS)[number];

type Row = readonly [number, number, number];

const MATRICES: Readonly<Record<Exclude<Vision, 'normal'>, readonly [Row, Row, Row]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** sRGB, 0 to 255, as linear RGB, 0 to 1. */
export function toLinear(colour: Rgb): Rgb {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return [red!, green!, blue!];
}

/** The linear RGB that somebody sees, clipped to the gamut. */
export function simulate(colour: Rgb, vision: Vision): Rgb {
  const linear = toLinear(colour);
  if (vision === 'normal') return linear;
  const [red, green, blue] = MATRICES[vision].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, weight, channel) => sum + weight * linear[channel]!, 0),
      ),
    ),
  );
  return [red!, green!, blue!];
}

/** The colour that somebody sees. */
export function see(colour: Rgb, vision: Vision): Lab {
  return toLab(simulate(colour, vision));
}

/** Reads `#010203` or `rgb(1, 2, 3)`. */
export function readColour(text: string): Rgb {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  const numbers = hex
    ? hex.slice(1).map((part) => Number.parseInt(part, 16))
    : (text.match(/[\d.]+/g) ?? []).map(Number);
  if (numbers.length < 3) throw new Error(`no colour: ${text}`);
  return [numbers[0]!, numbers[1]!, numbers[2]!];
}
