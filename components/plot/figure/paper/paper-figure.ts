/**
 * Figures for papers: chosen panels in the width of one or two columns, each with a letter, its title and its colour bar, always dark
 * on white. Lengths are in pixels of 1/96 inch, so that texts of 8 pt stay 8 pt.
 */
import { INK, text, type ColourBar, type Panel } from '../figure-svg';
import { element, xmlText } from '../xml';
import { breakText } from './break-text';
import { BAR_HEIGHT, drawPaperBar, drawSideBar, measureSideBar } from './paper-bar';

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
  const rows = splitRows(panels, width, perRow);
  // All rows leave the same room for bars, so that their panels stand below each other.
  const room = shareRoom(width - Math.max(...rows.map(({ barWidth }) => barWidth)), perRow);
  const parts: string[] = [];
  const add = (content: string, x: number, y: number): void => void parts.push(place(content, x, y));
  let y = 2;
  for (const line of title === '' ? [] : breakText(title, width, TITLE['font-size'], 2)) {
    parts.push(text(line, 0, y + 11, TITLE));
    y += 16;
  }
  let letters = 0;
  for (const { members, bar, barWidth, hasOwnBars } of rows) {
    const row = members.map((one) => {
      const letter = panels.length > 1 ? String.fromCodePoint(97 + (letters++ % 26)) : '';
      return drawPanel(one, letter, room, hasOwnBars);
    });
    // Plots of a row begin at the same height, however many lines their names have.
    const head = Math.max(...row.map(({ head }) => head));
    row.forEach((one, index) => {
      add(one.name, index * (room + GAP), y);
      add(one.body, index * (room + GAP), y + head);
    });
    if (bar && barWidth > 0) {
      const { cells, width: last } = row.at(-1)!;
      parts.push(
        drawSideBar(bar, (row.length - 1) * (room + GAP) + last, y + head + cells.top, cells.height),
      );
    }
    y += head + Math.max(...row.map(({ height }) => height));
    if (bar && barWidth === 0) {
      parts.push(drawPaperBar(bar, width, y + 6));
      y += BAR_HEIGHT + 8;
    }
    y += GAP;
  }
  y -= GAP;
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

interface Row {
  readonly members: readonly PaperPanel[];
  /** The bar of the whole row, or of the whole figure. */
  readonly bar: ColourBar | undefined;
  /** Of the bar beside the row; 0 for one below it. */
  readonly barWidth: number;
  readonly hasOwnBars: boolean;
}

/** Splits the panels into rows with their bars: one for all panels where their colours mean the same, else one for a row or a panel. */
function splitRows(panels: readonly PaperPanel[], width: number, perRow: number): Row[] {
  const isShared = haveOneBar(panels);
  const starts = Array.from({ length: Math.ceil(panels.length / perRow) }, (_, row) => row * perRow);
  return starts.map((start, row) => {
    const members = panels.slice(start, start + perRow);
    const isRowShared = !isShared && members.length > 1 && haveOneBar(members);
    const own = members[0]!.colourBar;
    const barWidth = (isShared || isRowShared) && own ? measureBarBeside(members, own, width, perRow) : 0;
    // One bar for all rows stands beside the first one, or below the last one.
    const isHere = isRowShared || (isShared && row === (barWidth > 0 ? 0 : starts.length - 1));
    return { members, bar: isHere ? own : undefined, barWidth, hasOwnBars: !isShared && !isRowShared };
  });
}

/** A panel as it is laid out for a width. */
interface FittedPanel {
  readonly body: string;
  /** Without a bar beside it. */
  readonly width: number;
  readonly height: number;
  readonly cells: { readonly top: number; readonly height: number };
}

interface DrawnPanel extends FittedPanel {
  readonly name: string;
  /** Height of the name. */
  readonly head: number;
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
  const bar = hasBar ? colourBar : undefined;
  const barWidth = bar ? measureBarBeside([{ panel, colourBar }], bar, room, 1) : 0;
  const { body, width, height, cells } = fit(panel, room - barWidth);
  const drawn = !bar
    ? ''
    : barWidth > 0
      ? drawSideBar(bar, width, cells.top, cells.height)
      : drawPaperBar(bar, room, height + 6);
  return {
    name,
    head: lines.length * LINE + 5,
    body: body + drawn,
    width,
    height: height + (drawn === '' || barWidth > 0 ? 0 : BAR_HEIGHT + 8),
    cells,
  };
}

/** Lays a panel out for a width. A plot that cannot be laid out again is made smaller, never larger. */
function fit(panel: Panel, room: number): FittedPanel {
  const fitted = panel.fit?.(room) ?? panel;
  const scale = Math.min(1, room / fitted.width);
  const { top, height } = fitted.cells ?? { top: 0, height: 0 };
  return {
    body: scale === 1 ? fitted.body : element('g', { transform: `scale(${scale.toFixed(4)})` }, fitted.body),
    width: fitted.width * scale,
    height: fitted.height * scale,
    cells: { top: top * scale, height: height * scale },
  };
}

/** The width of a colour bar beside a row of panels; 0 where it has to be below them. */
function measureBarBeside(row: readonly PaperPanel[], bar: ColourBar, width: number, perRow: number): number {
  // The last one stands beside the bar.
  const { panel } = row.at(-1)!;
  const cells = (barWidth: number): number => fit(panel, shareRoom(width - barWidth, perRow)).cells.height;
  const barWidth = measureSideBar(bar, cells(0));
  return barWidth === 0 ? 0 : measureSideBar(bar, cells(barWidth));
}

function shareRoom(width: number, perRow: number): number {
  return (width - GAP * (perRow - 1)) / perRow;
}

function place(content: string, x: number, y: number): string {
  return element('g', { transform: `translate(${round(x)} ${round(y)})` }, content);
}

/** Whether the colours of all panels mean the same. */
function haveOneBar(panels: readonly PaperPanel[]): boolean {
  return new Set(panels.map(({ colourBar }) => JSON.stringify(colourBar))).size === 1;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
