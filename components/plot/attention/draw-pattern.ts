/** Drawing of the part of a pattern that is in view, on a canvas. */
import { paintPixels, TRANSPARENT, type PaletteName } from '../heatmap/pixels';
import type { Tone } from '../heatmap/scale';
import type { FocusState } from './focus-store';
import { poolPattern } from './pool-pattern';

/** A pattern with a pixel for each cell, and its smaller versions. */
export type PatternImages = readonly { readonly canvas: HTMLCanvasElement; readonly size: number }[];

export interface PatternFrame {
  /** Distance of the cells from the left and from the top. */
  readonly margin: number;
  /** Width and height of the cells. */
  readonly side: number;
}

export interface PatternInk {
  readonly text: string;
  readonly strong: string;
  readonly marked: string;
  readonly line: string;
}

/** Not of the style sheet: when the scheme changes, a pattern is drawn before the page has its new styles. */
export const PATTERN_INKS: Readonly<Record<Tone, PatternInk>> = {
  light: { text: '#495057', strong: '#111', marked: '#364fc7', line: '#ced4da' },
  dark: { text: '#a6a7ab', strong: '#fff', marked: '#bac8ff', line: '#424242' },
};

/** Smallest distance between two labels. */
const LINE = 11;
/** From this size, cells have lines between them. */
const LINED = 14;

/** Paints the cells once. Drawing them at any zoom is then one call for each frame. */
export function paintPattern(
  values: Float32Array,
  size: number,
  limit: number,
  palette: PaletteName,
  tone: Tone,
): PatternImages {
  return poolPattern(values, size).flatMap((level) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: level.size, height: level.size });
    const context = canvas.getContext('2d');
    if (!context) return [];
    const image = context.createImageData(level.size, level.size);
    image.data.set(paintPixels(level.values, limit, palette, tone, TRANSPARENT));
    context.putImageData(image, 0, 0);
    return [{ canvas, size: level.size }];
  });
}

/** Draws cells, labels of tokens and the cross of the cell that is read. The context is scaled to pixels of the page. */
export function drawPattern(
  context: CanvasRenderingContext2D,
  images: PatternImages,
  labels: readonly string[],
  marked: ReadonlySet<number>,
  { margin, side }: PatternFrame,
  { view, at }: FocusState,
  ink: PatternInk,
): void {
  const size = labels.length;
  const cell = side / view.span;
  context.clearRect(0, 0, margin + side + 1, margin + side + 1);
  const image = chooseImage(images, view.span, side);
  if (image) {
    const ratio = image.size / size;
    context.imageSmoothingEnabled = false;
    context.drawImage(
      image.canvas,
      view.x * ratio,
      view.y * ratio,
      view.span * ratio,
      view.span * ratio,
      margin,
      margin,
      side,
      side,
    );
  }
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  context.strokeRect(margin + 0.5, margin + 0.5, side - 1, side - 1);
  const column = at?.column ?? null;
  if (at && cell >= 2)
    drawCross(context, at.row, column, { margin, side }, { x: view.x, y: view.y }, cell, ink);
  drawLabels(context, labels, marked, { margin, side }, view.y, cell, at?.row ?? null, ink, 'row');
  drawLabels(context, labels, marked, { margin, side }, view.x, cell, column, ink, 'column');
}

/** The smallest version with at least a pixel of the screen for each of its cells, or nearly so. */
function chooseImage(images: PatternImages, span: number, side: number) {
  const [whole] = images;
  if (!whole) return undefined;
  const wanted = (side / span) * whole.size;
  return images.findLast((image) => image.size >= Math.min(wanted, whole.size)) ?? whole;
}

function drawCross(
  context: CanvasRenderingContext2D,
  row: number,
  column: number | null,
  { margin, side }: PatternFrame,
  start: { readonly x: number; readonly y: number },
  cell: number,
  ink: PatternInk,
): void {
  context.save();
  context.beginPath();
  context.rect(margin, margin, side, side);
  context.clip();
  context.strokeStyle = ink.strong;
  context.globalAlpha = 0.7;
  const y = margin + (row - start.y) * cell;
  context.strokeRect(margin - 1, y, side + 2, cell);
  if (column !== null) {
    const x = margin + (column - start.x) * cell;
    context.globalAlpha = 1;
    context.lineWidth = cell >= LINED ? 2 : 1;
    context.strokeRect(x, y, cell, cell);
  }
  context.restore();
}

/** Labels of the tokens in view, as many as have room; those of the cell that is read are always there. */
function drawLabels(
  context: CanvasRenderingContext2D,
  labels: readonly string[],
  marked: ReadonlySet<number>,
  { margin, side }: PatternFrame,
  start: number,
  cell: number,
  lit: number | null,
  ink: PatternInk,
  axis: 'row' | 'column',
): void {
  const step = Math.max(1, Math.ceil(LINE / cell));
  const first = Math.max(0, Math.ceil((Math.ceil(start) - 0.5) / step) * step);
  context.textBaseline = 'middle';
  context.textAlign = axis === 'row' ? 'right' : 'left';
  const draw = (index: number): void => {
    const middle = margin + (index + 0.5 - start) * cell;
    if (middle < margin || middle > margin + side) return;
    const isLit = index === lit;
    context.font = `${isLit ? '700 ' : ''}10.5px ui-monospace, Menlo, Consolas, "Liberation Mono", monospace`;
    context.fillStyle = isLit ? ink.strong : marked.has(index) ? ink.marked : ink.text;
    context.save();
    if (axis === 'row') context.translate(margin - 5, middle);
    else {
      context.translate(middle, margin - 5);
      context.rotate(-Math.PI / 2);
    }
    context.fillText(labels[index]!, 0, 0);
    context.restore();
  };
  for (let index = first; index < labels.length && index < start + side / cell; index += step)
    if (lit === null || index === lit || Math.abs(index - lit) * cell >= LINE) draw(index);
  if (lit !== null && lit % step !== 0) draw(lit);
}
