import { expect, it } from 'vitest';
import { LENS_VALUES, type LensValue } from './attribution-state';
import { chooseInk, lensColour } from './lens-colour';

/** Relative luminance of WCAG 2. */
function luminance(colour: string): number {
  const parts =
    colour === '#000' ? [0, 0, 0] : colour === '#fff' ? [255, 255, 255] : colour.match(/\d+/g)!.map(Number);
  const [red, green, blue] = parts.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

it.each(
  (['light', 'dark'] as const).flatMap((tone) =>
    Object.keys(LENS_VALUES).map((name) => [tone, name as LensValue] as const),
  ),
)('text on every colour can be read, %s, %s', (tone, name) => {
  for (let step = -20; step <= 20; step++) {
    const background = lensColour(name === 'rank' ? Math.abs(step) : step, 20, name, false, tone);
    expect(background).toMatch(/^rgb\(\d+, \d+, \d+\)$/);
    const [light, dark] = [luminance(background), luminance(chooseInk(background))].toSorted((a, b) => b - a);
    expect((light! + 0.05) / (dark! + 0.05), background).toBeGreaterThan(4.5);
  }
});

it('has the same colour for the best value of every sequential scale', () => {
  const best = lensColour(0, 50_000, 'rank', false, 'light');
  expect(best).toBe(lensColour(1, 1, 'probability', false, 'light'));
  expect(best).toBe(lensColour(0, 12, 'logProb', false, 'light'));
  expect(best).not.toBe(lensColour(10, 50_000, 'rank', false, 'light'));
});
