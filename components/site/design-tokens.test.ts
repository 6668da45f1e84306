import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PATTERN_INKS } from '../plot/attention/draw-pattern';
import { SCALES, type Tone } from '../plot/heatmap/scale';
import { COLOURS, DARK_GREYS, ELEVATION, RADIUS, SPACE, TYPE, WIDTH, type ColourName } from './design-tokens';

const TONES: readonly Tone[] = ['light', 'dark'];
/** Contrast that WCAG AA requires of text. */
const TEXT_CONTRAST = 4.5;

const TEXTS: readonly ColourName[] = [
  ...(['text', 'muted', 'accent-text', 'correct', 'incorrect', 'warning'] as const),
  ...(['code-keyword', 'code-number', 'code-string'] as const),
];
const SURFACES: readonly ColourName[] = ['canvas', 'surface', 'sunken', 'hover'];

describe.each(TONES)('colours of %s pages', (tone) => {
  const colours = COLOURS[tone];

  it('give every text on every surface the contrast of WCAG AA', () => {
    for (const text of TEXTS)
      for (const surface of SURFACES)
        expect(contrast(colours[text], colours[surface]), `${text} on ${surface}`).toBeGreaterThanOrEqual(
          TEXT_CONTRAST,
        );
    expect(contrast(colours['mark-text'], colours.mark)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    expect(contrast(colours['accent-text'], colours['accent-soft'])).toBeGreaterThanOrEqual(TEXT_CONTRAST);
  });

  it('cover labels of attention patterns by the colour of the page', () => {
    expect(PATTERN_INKS[tone].ground).toBe(colours.canvas);
  });

  it('are neutral around plots', () => {
    for (const surface of SURFACES) {
      const channels = parseHex(colours[surface]);
      expect(Math.max(...channels) - Math.min(...channels), surface).toBeLessThanOrEqual(4);
    }
  });

  it('tell the zero of a heatmap from the surface around it', () => {
    const zero = SCALES.RdBu[tone](0.5).match(/\d+/g)!.map(Number);
    const distance = Math.max(
      ...parseHex(colours.canvas).map((channel, at) => Math.abs(channel - zero[at]!)),
    );
    expect(distance).toBeGreaterThanOrEqual(8);
  });
});

it('has the same colours in both schemes', () => {
  expect(Object.keys(COLOURS.dark)).toEqual(Object.keys(COLOURS.light));
  expect(Object.keys(ELEVATION.dark)).toEqual(Object.keys(ELEVATION.light));
});

it('has grey levels of dark pages that contain its surfaces', () => {
  const { canvas, surface, sunken, hover, text } = COLOURS.dark;
  for (const colour of [canvas, surface, sunken, hover, text]) expect(DARK_GREYS).toContain(colour);
});

it('has every variable that a style sheet reads', () => {
  const names = new Set<string>();
  for (const [group, tokens] of Object.entries({
    text: TYPE,
    space: SPACE,
    radius: RADIUS,
    width: WIDTH,
    elevation: ELEVATION.light,
  }))
    for (const key of Object.keys(tokens)) names.add(`--pb-${group}-${key}`);
  for (const key of Object.keys(COLOURS.light)) names.add(`--pb-${key}`);
  const read = listStyleSheets().flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/var\((--pb-[\w-]+)/g)].map(([, variable]) => ({
      file,
      variable,
    })),
  );
  expect(read.length).toBeGreaterThan(20);
  expect(read.filter(({ variable }) => !names.has(variable!))).toEqual([]);
});

function listStyleSheets(): string[] {
  const root = path.resolve('components');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.css'))
    .map((file) => path.join(root, file));
}

function parseHex(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** Contrast ratio of WCAG 2. */
function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = parseHex(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
