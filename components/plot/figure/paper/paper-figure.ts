/**
 * Figures for papers: chosen panels in the width of one or two columns, each with a letter, its title and its colour bar, always dark
 * on white. Lengths are in pixels of 1/96 inch, so that texts of 8 pt stay 8 pt.
 */
import { INK, text, type ColourBar, type Panel } from '../figure-svg';
import { element, xmlText } from '../xml';
import { breakText } from './break-text';
import { BAR_HEIGHT, drawPaperBar } from './paper-bar';

const PIXELS_PER_INCH = 96;
/** Widths of text in two-column papers: one column, and both. */
export const WIDTHS_INCHES = { 1: 3.25, 2: 6.75 } as const;
export type Columns = keyof typeof WIDTHS_INCHES;

/** A panel with the legend of its colours. */
export interface PaperPanel {
  readonly panel: Panel;
  readonly colourBar?: ColourBar | undefined;
}

export interface PaperFigure {
  /** Above the panels; empty for none, since captions of papers have it. */
  readonly title: string;
  readonly panels: readonly PaperPanel[];
  readonly columns: Columns;
  /** Panels in a row. */
  readonly perRow: number;
}

export interface PaperSvg {
  readonly svg: string;
  /** In pixels of 1/96 inch. */
  readonly width: number;
  readonly height: number;
}

const GAP = 16;
const TITLE = { 'font-size': 12, 'font-weight': 'bold' } as const;
const NAME = { 'font-size': 10.7, 'font-weight': 'bold' } as const;
const LETTER = { 'font-size': 12, 'font-weight': 'bold' } as const;
const LETTER_WIDTH = 14;
const LINE = 13;

/** Writes the figure as SVG. @throws Error without panels. */
export function paperSvg({ title, panels, columns, perRow }: PaperFigure): PaperSvg {
  if (panels.length === 0) throw new Error('A figure needs at least one panel.');
  const width = WIDTHS_INCHES[columns] * PIXELS_PER_INCH;
  const room = (width - GAP * (perRow - 1)) / perRow;
  const isShared = haveOneBar(panels);
  const parts: string[] = [];
  let y = 2;
  for (const line of title === '' ? [] : breakText(title, width, TITLE['font-size'], 2)) {
    parts.push(text(line, 0, y + 11, TITLE));
    y += 16;
  }
  for (let start = 0; start < panels.length; start += perRow) {
    const members = panels.slice(start, start + perRow);
    const isRowShared = members.length > 1 && haveOneBar(members);
    const row = members.map((one, index) => {
      const letter = panels.length > 1 ? String.fromCodePoint(97 + ((start + index) % 26)) : '';
      return drawPanel(one, letter, room, !isShared && !isRowShared);
    });
    // Plots of a row begin at the same height, however many lines their names have.
    const head = Math.max(...row.map(({ head }) => head));
    row.forEach((one, index) => {
      const x = index * (room + GAP);
      parts.push(element('g', { transform: `translate(${round(x)} ${round(y)})` }, one.name));
      parts.push(element('g', { transform: `translate(${round(x)} ${round(y + head)})` }, one.body));
    });
    y += head + Math.max(...row.map(({ height }) => height));
    const rowBar = members[0]!.colourBar;
    if (isRowShared && !isShared && rowBar) {
      parts.push(element('g', { transform: `translate(0 ${round(y + 6)})` }, drawPaperBar(rowBar, width, 0)));
      y += BAR_HEIGHT + 8;
    }
    y += GAP;
  }
  y -= GAP;
  const bar = panels[0]!.colourBar;
  if (isShared && bar) {
    parts.push(element('g', { transform: `translate(0 ${round(y + 6)})` }, drawPaperBar(bar, width, 0)));
    y += BAR_HEIGHT + 8;
  }
  const height = Math.ceil(y + 2);
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: `${WIDTHS_INCHES[columns]}in`,
      height: `${(height / PIXELS_PER_INCH).toFixed(4)}in`,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': 'Helvetica, Arial, sans-serif',
      fill: INK,
    },
    element('title', {}, xmlText(title === '' ? panels.map(({ panel }) => panel.title).join('; ') : title)) +
      element('rect', { width, height, fill: 'white' }) +
      parts.join(''),
  );
  return { svg: `<?xml version="1.0" encoding="UTF-8"?>\n${svg}`, width, height };
}

interface DrawnPanel {
  readonly name: string;
  /** Height of the name. */
  readonly head: number;
  readonly body: string;
  readonly height: number;
}

function drawPanel(
  { panel, colourBar }: PaperPanel,
  letter: string,
  room: number,
  hasBar: boolean,
): DrawnPanel {
  const indent = letter === '' ? 0 : LETTER_WIDTH;
  const lines = breakText(panel.title, room - indent, NAME['font-size'], 2);
  const name = [
    ...(letter === '' ? [] : [text(letter, 0, 11, LETTER)]),
    ...lines.map((line, index) => text(line, indent, 11 + index * LINE, NAME)),
  ].join('');
  const fitted = panel.fit?.(room) ?? panel;
  // A plot that cannot be laid out again is made smaller, never larger.
  const scale = Math.min(1, room / fitted.width);
  const body =
    scale === 1 ? fitted.body : element('g', { transform: `scale(${scale.toFixed(4)})` }, fitted.body);
  const height = fitted.height * scale;
  const bar = hasBar && colourBar ? drawPaperBar(colourBar, room, height + 6) : '';
  return {
    name,
    head: lines.length * LINE + 5,
    body: body + bar,
    height: height + (bar === '' ? 0 : BAR_HEIGHT + 8),
  };
}

/** Whether the colours of all panels mean the same. */
function haveOneBar(panels: readonly PaperPanel[]): boolean {
  return new Set(panels.map(({ colourBar }) => JSON.stringify(colourBar))).size === 1;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
