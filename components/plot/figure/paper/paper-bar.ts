/** The colour bar of a figure for a paper. */
import { INK, text, type ColourBar } from '../figure-svg';
import { element } from '../xml';

/** Of the whole bar with its texts, in pixels. */
export const BAR_HEIGHT = 32;
const HEIGHT = 7;
const WIDEST = 170;
/** Room for half of the text of an end. */
const END = 16;
const LABEL = { 'font-size': 10 } as const;

let bars = 0;

/** Draws the name of the values with their unit, the colours, and the values of both ends and, between signs, of 0. */
export function drawPaperBar({ label, low, high, stops }: ColourBar, room: number, y: number): string {
  const width = Math.min(WIDEST, room - 2 * END);
  const id = `bar-${++bars}`;
  const gradient = stops
    .map((colour, step) => element('stop', { offset: step / (stops.length - 1), 'stop-color': colour }))
    .join('');
  const isDiverging = low.startsWith('−') && high.startsWith('+');
  const ticks: readonly (readonly [string, number])[] = [
    [low, 0],
    ...(isDiverging ? ([['0', 0.5]] as const) : []),
    [high, 1],
  ];
  return element(
    'g',
    { transform: `translate(${END} ${Math.round(y * 100) / 100})` },
    [
      element('defs', {}, element('linearGradient', { id }, gradient)),
      text(label, 0, 8, LABEL),
      element('rect', {
        x: 0,
        y: 12,
        width,
        height: HEIGHT,
        fill: `url(#${id})`,
        stroke: INK,
        'stroke-width': 0.5,
      }),
      ...ticks.flatMap(([value, at]) => [
        element('line', {
          x1: at * width,
          x2: at * width,
          y1: 12 + HEIGHT,
          y2: 15 + HEIGHT,
          stroke: INK,
          'stroke-width': 0.5,
        }),
        text(value, at * width, 25 + HEIGHT, { ...LABEL, 'text-anchor': 'middle' }),
      ]),
    ].join(''),
  );
}
