/** Shades of tokens by attention, and the drawing of those that have changed. */
import { paletteColour, type PaletteName } from '../heatmap/pixels';
import type { Tone } from '../heatmap/scale';
import type { TokenRange } from './visible-tokens';

/** Steps of the shades on each side of 0; more could not be told apart. */
const STEPS = 24;
/** The shade of what has no value. */
const NONE = -1;

type Shades = ReturnType<typeof makeShades>;

/** The shades of a palette, with a text colour for each. */
export function makeShades(limit: number, palette: PaletteName, tone: Tone) {
  const colours = Array.from({ length: 2 * STEPS + 1 }, (_, step) =>
    paletteColour(step / STEPS - 1, palette, tone),
  );
  return {
    colours,
    inks: colours.map(chooseInk),
    /** The shade of 0. */
    zero: STEPS,
    find: (value: number): number =>
      Number.isNaN(value) ? NONE : Math.round(STEPS * (1 + Math.max(-1, Math.min(1, value / limit)))),
  };
}

/**
 * Makes a function that shades tokens by what one of them attends to, and underlines them by how much they attend to it. Tokens out of
 * range, and those that keep their shade, are left alone.
 *
 * @param values row-major [dest, src], NaN above the diagonal.
 */
export function createShader(
  elements: ArrayLike<HTMLElement>,
  values: Float32Array,
  size: number,
  shades: Shades,
): (at: number, range: TokenRange) => void {
  const drawn: { shade: number; line: number }[] = [];
  return (at, { first, end }) => {
    for (let position = first; position < end; position++) {
      const shade = shades.find(values[at * size + position]!);
      const line = position === at ? NONE : shades.find(values[position * size + at]!);
      const last = drawn[position];
      if (last?.shade === shade && last.line === line) continue;
      const { style } = elements[position]!;
      style.backgroundColor = shades.colours[shade] ?? 'transparent';
      style.color = shades.inks[shade] ?? '';
      style.borderBottomColor =
        line === shades.zero ? 'transparent' : (shades.colours[line] ?? 'transparent');
      drawn[position] = { shade, line };
    }
  };
}

/** Dark text on light colours, light text on dark ones. */
function chooseInk(colour: string): string {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140 ? '#1a1b1e' : '#ffffff';
}
