/**
 * Exported figures: panels with a title, a description and a colour bar as an SVG file without a stylesheet, dark on white.
 */
import { element, xmlText } from './xml';

/** One plot of a figure. Its coordinates start at 0. */
export interface Panel {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** SVG markup. */
  readonly body: string;
  /** Where the cells are, beside which a colour bar can stand. Left out for plots without cells. */
  readonly cells?: { readonly top: number; readonly height: number } | undefined;
  /** Lays the plot out again for a width, with texts of the same size. Left out for plots that can only be scaled. */
  readonly fit?: ((width: number) => Panel) | undefined;
}

/** The legend of the colours. */
export interface ColourBar {
  /** With the unit. */
  readonly label: string;
  /** Labels of both ends. */
  readonly low: string;
  readonly high: string;
  /** Values between the ends and their places, from 0 to 1. */
  readonly between?: readonly { readonly text: string; readonly at: number }[];
  /** Colours from low to high, at equal distances. */
  readonly stops: readonly string[];
}

export interface Figure {
  readonly title: string;
  /** Below the title: metric, model, prompts. */
  readonly lines: readonly string[];
  readonly panels: readonly Panel[];
  /** Panels in a row. Default: as many as fit on a page. */
  readonly perRow?: number | undefined;
  readonly colourBar?: ColourBar | undefined;
}

export const INK = '#343a40';
const SANS = 'Helvetica, Arial, sans-serif';
const MARGIN = 16;
const GAP = 24;
/** Widest row of panels, unless one panel is wider. */
const PAGE_WIDTH = 1400;
const SMALLEST_WIDTH = 440;
/** Average width of a character relative to the font size. */
const CHARACTER = 0.52;
const BAR = { width: 160, height: 10 };

/** Writes the SVG file. */
export function figureSvg({ title, lines, panels, perRow, colourBar }: Figure): string {
  const rows = splitRows(panels, perRow);
  const inner = Math.max(
    SMALLEST_WIDTH,
    ...rows.map((row) => row.reduce((sum, { width }) => sum + width, 0) + GAP * (row.length - 1)),
  );
  const width = inner + 2 * MARGIN;
  const parts: string[] = [];
  let y = MARGIN;
  for (const line of wrapText(title, inner, 16)) {
    parts.push(text(line, MARGIN, y + 13, { 'font-size': 16, 'font-weight': 'bold' }));
    y += 20;
  }
  for (const line of lines.flatMap((each) => wrapText(each, inner, 11))) {
    parts.push(text(line, MARGIN, y + 10, { 'font-size': 11 }));
    y += 15;
  }
  if (colourBar) {
    parts.push(translate(MARGIN, y + 6, drawColourBar(colourBar)));
    y += 26;
  }
  y += 8;
  let letter = 0;
  for (const row of rows) {
    let x = MARGIN;
    for (const panel of row) {
      // Panels have letters, so that a caption can refer to them.
      const name =
        panels.length > 1 ? `${String.fromCodePoint(97 + (letter++ % 26))}  ${panel.title}` : panel.title;
      parts.push(text(name, x, y + 11, { 'font-size': 12, 'font-weight': 'bold' }));
      parts.push(translate(x, y + 18, panel.body));
      x += panel.width + GAP;
    }
    y += 18 + Math.max(...row.map(({ height }) => height)) + GAP;
  }
  const height = y - GAP + MARGIN;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        width,
        height,
        viewBox: `0 0 ${Math.round(width)} ${Math.round(height)}`,
        'font-family': SANS,
        fill: INK,
      },
      element('title', {}, xmlText(title)) +
        element('rect', { width: '100%', height: '100%', fill: 'white' }) +
        parts.join(''),
    )
  );
}

/** Writes a line of text with SVG attributes. */
export function text(
  content: string,
  x: number,
  y: number,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
): string {
  // SVG text has no line ends.
  return element('text', { x, y, ...attributes }, xmlText(content.replaceAll(/[\n\r\t]/g, ' ')));
}

function translate(x: number, y: number, body: string): string {
  return element('g', { transform: `translate(${x} ${y})` }, body);
}

function drawColourBar({ label, low, high, between = [], stops }: ColourBar): string {
  const gradient = stops
    .map((colour, step) => element('stop', { offset: step / (stops.length - 1), 'stop-color': colour }))
    .join('');
  const start = Math.ceil(low.length * 6 + 6);
  return (
    element('defs', {}, element('linearGradient', { id: 'colours' }, gradient)) +
    text(low, start - 6, 9, { 'font-size': 11, 'text-anchor': 'end' }) +
    element('rect', { x: start, y: 0, ...BAR, fill: 'url(#colours)', stroke: INK, 'stroke-width': 0.5 }) +
    text(`${high}   ${label}`, start + BAR.width + 6, 9, { 'font-size': 11 }) +
    between
      .map(({ text: value, at }) =>
        text(value, start + at * BAR.width, 20, { 'font-size': 9, 'text-anchor': 'middle' }),
      )
      .join('')
  );
}

function splitRows(panels: readonly Panel[], perRow = Infinity): Panel[][] {
  const rows: Panel[][] = [];
  let used = 0;
  for (const panel of panels) {
    const row = rows.at(-1);
    if (row && row.length < perRow && (perRow !== Infinity || used + GAP + panel.width <= PAGE_WIDTH)) {
      row.push(panel);
      used += GAP + panel.width;
    } else {
      rows.push([panel]);
      used = panel.width;
    }
  }
  return rows;
}

/** Breaks a text at spaces into at most two lines; the rest is cut. */
function wrapText(content: string, width: number, size: number): string[] {
  const most = Math.max(20, Math.floor(width / (size * CHARACTER)));
  const lines = [''];
  for (const word of content.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  const kept = lines.slice(0, 2).map((line) => (line.length > most ? `${line.slice(0, most - 1)}…` : line));
  return lines.length > 2 ? [kept[0]!, `${kept[1]!.slice(0, most - 1)}…`] : kept;
}
