/**
 * Exported figures: panels with a title and a colour bar, and the description below them, as an SVG file without a stylesheet. It is as
 * wide as its widest part; files are dark on white.
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
  /** Below the panels: metric, model, prompts. */
  readonly lines: readonly string[];
  readonly panels: readonly Panel[];
  /** Panels in a row. Default: as many as fit on a page. */
  readonly perRow?: number | undefined;
  readonly colourBar?: ColourBar | undefined;
}

export const INK = '#343a40';
/** Texts, ground and marks. Dark ones are for pages that follow the colour scheme of who reads them. */
export const FIGURE_COLOURS = {
  light: { ink: INK, ground: 'white', mark: '#364fc7' },
  dark: { ink: '#e6e7e9', ground: '#1d1e20', mark: '#a5b8ff' },
} as const;
const SANS = 'Helvetica, Arial, sans-serif';
const MARGIN = 16;
const GAP = 24;
/** Widest row of panels, unless one panel is wider. */
const PAGE_WIDTH = 1400;
/** For a few words in a line of the description. */
const SMALLEST_WIDTH = 300;
/** Average width of a character relative to the font size. */
const CHARACTER = 0.52;
const BAR = { width: 160, height: 10 };
/** Of one line of the description in a narrow figure. */
const MOST_LINES = 6;

/** Writes the SVG file. @param tone of its texts and ground; the panels have their own. */
export function figureSvg(
  { title, lines, panels, perRow, colourBar }: Figure,
  tone: keyof typeof FIGURE_COLOURS = 'light',
): string {
  const { ink, ground } = FIGURE_COLOURS[tone];
  const rows = splitRows(panels, perRow);
  const inner = Math.max(
    SMALLEST_WIDTH,
    colourBar ? measureColourBar(colourBar) : 0,
    ...rows.map((row) => row.reduce((sum, { width }) => sum + width, 0) + GAP * (row.length - 1)),
  );
  const width = inner + 2 * MARGIN;
  const parts: string[] = [];
  let y = MARGIN;
  for (const line of wrapText(title, inner, 16)) {
    parts.push(text(line, MARGIN, y + 13, { 'font-size': 16, 'font-weight': 'bold' }));
    y += 20;
  }
  if (colourBar) {
    parts.push(translate(MARGIN, y + 6, drawColourBar(colourBar, tone)));
    y += 26;
  }
  y += 8;
  let letter = 0;
  // The only panel has the title of the figure.
  const hasNames = panels.length > 1 || panels[0]?.title !== title;
  const above = hasNames ? 18 : 0;
  for (const row of rows) {
    let x = MARGIN;
    for (const panel of row) {
      // Panels have letters, so that a caption can refer to them.
      const name =
        panels.length > 1 ? `${String.fromCodePoint(97 + (letter++ % 26))}  ${panel.title}` : panel.title;
      if (hasNames) parts.push(text(name, x, y + 11, { 'font-size': 12, 'font-weight': 'bold' }));
      parts.push(translate(x, y + above, panel.body));
      x += panel.width + GAP;
    }
    y += above + Math.max(...row.map(({ height }) => height)) + GAP;
  }
  y -= GAP;
  if (lines.length > 0) y += 8;
  for (const line of lines.flatMap((each) => wrapText(each, inner, 11, MOST_LINES))) {
    parts.push(text(line, MARGIN, y + 10, { 'font-size': 11 }));
    y += 15;
  }
  const height = y + MARGIN;
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
        fill: ink,
      },
      element('title', {}, xmlText(title)) +
        element('rect', { width: '100%', height: '100%', fill: ground }) +
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

/** Width of the bar with its texts. */
function measureColourBar({ label, low, high }: ColourBar): number {
  return barStart(low) + BAR.width + 6 + `${high}   ${label}`.length * 11 * CHARACTER;
}

/** Where the colours begin, after the label of the low end. */
function barStart(low: string): number {
  return Math.ceil(low.length * 7 + 6);
}

function drawColourBar(
  { label, low, high, between = [], stops }: ColourBar,
  tone: keyof typeof FIGURE_COLOURS,
): string {
  const gradient = stops
    .map((colour, step) => element('stop', { offset: step / (stops.length - 1), 'stop-color': colour }))
    .join('');
  const start = barStart(low);
  // Two figures of one page have two gradients.
  const id = tone === 'light' ? 'colours' : `colours-${tone}`;
  return (
    element('defs', {}, element('linearGradient', { id }, gradient)) +
    text(low, start - 6, 9, { 'font-size': 11, 'text-anchor': 'end' }) +
    element('rect', {
      x: start,
      y: 0,
      ...BAR,
      fill: `url(#${id})`,
      stroke: FIGURE_COLOURS[tone].ink,
      'stroke-width': 0.5,
    }) +
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

/** Breaks a text at spaces into lines; what is more than so many is cut. */
function wrapText(content: string, width: number, size: number, mostLines = 2): string[] {
  const most = Math.max(20, Math.floor(width / (size * CHARACTER)));
  const lines = [''];
  for (const word of content.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  const kept = lines
    .slice(0, mostLines)
    .map((line) => (line.length > most ? `${line.slice(0, most - 1)}…` : line));
  return lines.length > mostLines ? [...kept.slice(0, -1), `${kept.at(-1)!.slice(0, most - 1)}…`] : kept;
}
