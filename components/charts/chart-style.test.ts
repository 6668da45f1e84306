/** The colours of series are told apart in every kind of colour vision, and from the page. */
import { expect, it } from 'vitest';
import { COLOURS as PAGE_COLOURS } from '../site/design-tokens';
import { differ } from '../testing/colour-difference';
import { readColour, see, toLinear, VISIONS } from '../testing/colour-vision';
import { COLOURS } from './chart-style';

const CASES = (['light', 'dark'] as const).flatMap((tone) => VISIONS.map((vision) => ({ tone, vision })));

/** Relative luminance of WCAG 2. */
function luminance(colour: string): number {
  const [red, green, blue] = toLinear(readColour(colour));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

it.each(CASES)('no two series look alike on $tone pages in $vision', ({ tone, vision }) => {
  const seen = COLOURS[tone].map((colour) => see(readColour(colour), vision));
  for (const [index, colour] of seen.entries())
    for (const other of seen.slice(0, index)) expect(differ(colour, other)).toBeGreaterThan(15);
});

it.each(['light', 'dark'] as const)(
  'series have the contrast that WCAG asks of graphics on %s pages',
  (tone) => {
    const ground = luminance(PAGE_COLOURS[tone].canvas);
    for (const colour of COLOURS[tone]) {
      const [darker, brighter] = [ground, luminance(colour)].toSorted((a, b) => a - b);
      expect((brighter! + 0.05) / (darker! + 0.05), colour).toBeGreaterThan(3);
    }
  },
);
