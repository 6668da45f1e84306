/**
 * Every palette of heatmaps and attention patterns is read in order and tells signs apart, in normal vision and in each kind of
 * dichromatic vision. Differences are CIEDE2000; 10 is seen at a glance.
 */
import { expect, it } from 'vitest';
import { differ, type Lab } from '../../testing/colour-difference';
import { readColour, see, VISIONS, type Vision } from '../../testing/colour-vision';
import { roleColour, ROLE_LIMIT, stopColour } from './palette';
import { paletteColour } from './pixels';
import { SCALES, type ScaleName, type Tone } from './scale';

const TONES: readonly Tone[] = ['light', 'dark'];
const STEPS = 40;
/** Of lightness, in a step of 1/20 of the scale away from the middle: the white of ColorBrewer's middle is flat. Below 1 nothing is seen. */
const FLAT = 0.3;
const GLANCE = 10;

function sample(colourAt: (share: number) => string, vision: Vision): Lab[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => see(readColour(colourAt(step / STEPS)), vision));
}

const diverging = (Object.keys(SCALES) as ScaleName[]).flatMap((scale) =>
  TONES.flatMap((tone) => VISIONS.map((vision) => ({ scale, tone, vision }))),
);

it.each(diverging)(
  '$scale on $tone pages in $vision: away from the middle means a larger effect',
  ({ scale, tone, vision }) => {
    const colours = sample((share) => stopColour(share, scale, tone), vision);
    const away = tone === 'light' ? -1 : 1;
    for (let step = STEPS / 2; step < STEPS; step++) {
      const up = colours[step + 1]![0] - colours[step]![0];
      const down = colours[STEPS - step - 1]![0] - colours[STEPS - step]![0];
      expect(away * up, `step ${step}`).toBeGreaterThan(-FLAT);
      expect(away * down, `step ${STEPS - step}`).toBeGreaterThan(-FLAT);
    }
    for (const end of [colours[0]!, colours[STEPS]!])
      expect(away * (end[0] - colours[STEPS / 2]![0])).toBeGreaterThan(40);
  },
);

it.each(diverging)(
  '$scale on $tone pages in $vision: opposite effects look different',
  ({ scale, tone, vision }) => {
    const colours = sample((share) => stopColour(share, scale, tone), vision);
    for (let away = STEPS / 8; away <= STEPS / 2; away++)
      expect(differ(colours[STEPS / 2 - away]!, colours[STEPS / 2 + away]!), `${away} steps`).toBeGreaterThan(
        GLANCE,
      );
  },
);

it.each(diverging)('$scale on $tone pages in $vision: each step is seen', ({ scale, tone, vision }) => {
  const colours = sample((share) => stopColour(share, scale, tone), vision);
  for (let step = 0; step < STEPS; step++)
    expect(differ(colours[step]!, colours[step + 1]!), `step ${step}`).toBeGreaterThan(1);
});

const sequential = [
  {
    name: 'values from 0',
    colourAt: (share: number) => stopColour(share, 'sequential', 'light'),
    towards: 1,
  },
  {
    name: 'values up to 0',
    colourAt: (share: number) => stopColour(share, 'sequential-down', 'dark'),
    towards: 1,
  },
  {
    name: 'attention on light pages',
    colourAt: (share: number) => paletteColour(share, 'attention', 'light'),
    towards: -1,
  },
  {
    name: 'attention on dark pages',
    colourAt: (share: number) => paletteColour(share, 'attention', 'dark'),
    towards: 1,
  },
  {
    name: 'counts on light pages',
    colourAt: (share: number) => stopColour(share, 'counts', 'light'),
    towards: -1,
  },
  {
    name: 'counts on dark pages',
    colourAt: (share: number) => stopColour(share, 'counts', 'dark'),
    towards: 1,
  },
].flatMap((palette) => VISIONS.map((vision) => ({ ...palette, vision })));

it.each(sequential)(
  '$name in $vision: lightness is monotone, in steps of like size',
  ({ colourAt, towards, vision }) => {
    const colours = sample(colourAt, vision);
    const steps = colours.slice(1).map(([lightness], step) => towards * (lightness - colours[step]![0]));
    expect(Math.min(...steps)).toBeGreaterThan(1);
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(3.1);
  },
);

it.each([
  { tone: 'light', paper: '#ffffff' },
  { tone: 'dark', paper: '#242424' },
] as const)('counts on $tone pages: 0 is as neutral as the page, and 1 of 10 is seen', ({ tone, paper }) => {
  const colourAt = (share: number): Lab => see(readColour(stopColour(share, 'counts', tone)), 'normal');
  const [lightness, ...hue] = colourAt(0);
  expect(Math.hypot(...hue)).toBeLessThan(5);
  expect(Math.abs(lightness - see(readColour(paper), 'normal')[0])).toBeLessThan(8);
  expect(differ(colourAt(0), colourAt(0.1))).toBeGreaterThan(4);
});

it.each(TONES.flatMap((tone) => VISIONS.map((vision) => ({ tone, vision }))))(
  'roles on $tone pages in $vision: no two look alike',
  ({ tone, vision }) => {
    const colours = Array.from({ length: ROLE_LIMIT + 1 }, (_, role) =>
      see(readColour(roleColour(role, tone)), vision),
    );
    for (const [index, colour] of colours.entries())
      for (const other of colours.slice(0, index)) expect(differ(colour, other)).toBeGreaterThan(2 * GLANCE);
  },
);
