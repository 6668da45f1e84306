/** The colour bars of a figure for a paper: beside the cells where there is room, else below them. */
import { INK, text, type ColourBar } from '../figure-svg';
import { element } from '../xml';

/** Of a whole bar below the cells with its texts, in pixels. */
export const BAR_HEIGHT = 32;
const THICKNESS = 7;
const LONGEST = 170;
/** Shorter bars beside cells have no room for their three values. */
const SHORTEST = 40;
/** Room for half of the text of an end. */
const END = 16;
const TICK = 3;
/** Between the cells and the bar beside them. */
const GAP = 8;
const LABEL = { 'font-size': 10 } as const;
const LINE = 12;
/** Average width of a character. */
const CHARACTER = 5.3;

let bars = 0;

/** Draws the name of the values with their unit, the colours, and the values of both ends and, between signs, of 0. */
export function drawPaperBar(bar: ColourBar, room: number, y: number): string {
  const length = Math.min(LONGEST, room - 2 * END);
  const top = 12;
  return element(
    'g',
    { transform: `translate(${END} ${Math.round(y * 100) / 100})` },
    [
      text(bar.label, 0, 8, LABEL),
      drawColours(bar, { x: 0, y: top, width: length, height: THICKNESS }, { x2: 1, y2: 0 }),
      ...listTicks(bar).flatMap(([value, at]) => [
        drawTick(at * length, top + THICKNESS, 0, TICK),
        text(value, at * length, top + THICKNESS + 13, { ...LABEL, 'text-anchor': 'middle' }),
      ]),
    ].join(''),
  );
}

/**
 * The width of the bar beside cells, with its texts and the gap before it.
 *
 * @param height of the cells.
 * @returns 0 where it does not fit beside them.
 */
export function measureSideBar(bar: ColourBar, height: number): number {
  if (height < SHORTEST || bar.label.length * CHARACTER > height + 2 * LINE) return 0;
  return GAP + THICKNESS + TICK + 3 + measureValues(bar) + LINE;
}

/** Draws the bar beside cells: low values below, the name along it. @param y of the first row of cells. */
export function drawSideBar(bar: ColourBar, x: number, y: number, height: number): string {
  const length = Math.min(LONGEST, height);
  const middle = length / 2;
  const end = GAP + THICKNESS + TICK + 3;
  const name = end + measureValues(bar) + LINE - 3;
  return element(
    'g',
    { transform: `translate(${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})` },
    [
      drawColours(bar, { x: GAP, y: 0, width: THICKNESS, height: length }, { x2: 0, y1: 1, y2: 0 }),
      ...listTicks(bar).flatMap(([value, at]) => {
        const tickY = (1 - at) * length;
        return [
          drawTick(GAP + THICKNESS, tickY, TICK, 0),
          // The values of both ends stay between the ends.
          text(value, end, tickY + (at === 0 ? 0 : at === 1 ? 8 : 4), LABEL),
        ];
      }),
      text(bar.label, 0, 0, {
        ...LABEL,
        'text-anchor': 'middle',
        transform: `translate(${name} ${middle}) rotate(-90)`,
      }),
    ].join(''),
  );
}

function measureValues({ low, high }: ColourBar): number {
  return Math.max(low.length, high.length) * (CHARACTER + 0.5);
}

/** Values and their places from 0, low, to 1, high. */
function listTicks({ low, high, between }: ColourBar): readonly (readonly [value: string, at: number])[] {
  if (between) return [[low, 0], ...between.map(({ text, at }) => [text, at] as const), [high, 1]];
  const isDiverging = low.startsWith('−') && high.startsWith('+');
  return [[low, 0], ...(isDiverging ? ([['0', 0.5]] as const) : []), [high, 1]];
}

function drawColours(
  { stops }: ColourBar,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  direction: Readonly<Record<string, number>>,
): string {
  const id = `bar-${++bars}`;
  const gradient = stops
    .map((colour, step) => element('stop', { offset: step / (stops.length - 1), 'stop-color': colour }))
    .join('');
  return (
    element('defs', {}, element('linearGradient', { id, x1: 0, y1: 0, ...direction }, gradient)) +
    element('rect', { ...box, fill: `url(#${id})`, stroke: INK, 'stroke-width': 0.5 })
  );
}

function drawTick(x: number, y: number, width: number, height: number): string {
  return element('line', { x1: x, x2: x + width, y1: y, y2: y + height, stroke: INK, 'stroke-width': 0.5 });
}
