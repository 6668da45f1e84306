/** Drawing of the part of a pattern that is in view, on a canvas. */
import { paintPixels, TRANSPARENT, type PaletteName } from '../heatmap/pixels';
import type { Tone } from '../heatmap/scale';
import type { PatternView } from './pattern-view';
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
  /** Of the page, which covers labels that are in the way. */
  readonly ground: string;
}

/** Not of the style sheet: when the scheme changes, a pattern is drawn before the page has its new styles. */
export const PATTERN_INKS: Readonly<Record<Tone, PatternInk>> = {
  light: { text: '#495057', strong: '#111', marked: '#364fc7', line: '#ced4da', ground: '#ffffff' },
  dark: { text: '#a6a7ab', strong: '#fff', marked: '#bac8ff', line: '#424242', ground: '#17181a' },
};

/** Smallest distance between two labels. */
export const LABEL_LINE = 11;
export const LABEL_FONT = '10.5px ui-monospace, Menlo, Consolas, "Liberation Mono", monospace';

export type Axis = 'row' | 'column';

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

/** Draws the cells and the labels of tokens. The context is scaled to pixels of the page. */
export function drawPattern(
  context: CanvasRenderingContext2D,
  images: PatternImages,
  labels: readonly string[],
  marked: ReadonlySet<number>,
  { margin, side }: PatternFrame,
  view: PatternView,
  ink: PatternInk,
): void {
  const size = labels.length;
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
  // Each change of the font of a canvas computes styles of the page.
  context.font = LABEL_FONT;
  for (const axis of ['row', 'column'] as const)
    for (const index of listLabels(labels.length, { margin, side }, view, axis)) {
      context.fillStyle = marked.has(index) ? ink.marked : ink.text;
      drawLabel(context, labels[index]!, placeLabel(index, { margin, side }, view, axis), margin, axis);
    }
}

/** The smallest version with at least a pixel of the screen for each of its cells, or nearly so. */
function chooseImage(images: PatternImages, span: number, side: number) {
  const [whole] = images;
  if (!whole) return undefined;
  const wanted = (side / span) * whole.size;
  return images.findLast((image) => image.size >= Math.min(wanted, whole.size)) ?? whole;
}

/** Indices of the tokens that have labels: those in view, as many as have room. */
export function listLabels(size: number, frame: PatternFrame, view: PatternView, axis: Axis): number[] {
  const cell = frame.side / view.span;
  const start = axis === 'row' ? view.y : view.x;
  const step = Math.max(1, Math.ceil(LABEL_LINE / cell));
  const first = Math.max(0, Math.ceil((Math.ceil(start) - 0.5) / step) * step);
  const indices: number[] = [];
  for (let index = first; index < size && index < start + view.span; index += step)
    if (isInView(placeLabel(index, frame, view, axis), frame)) indices.push(index);
  return indices;
}

/** Where the middle of a label is along its axis. */
export function placeLabel(
  index: number,
  { margin, side }: PatternFrame,
  view: PatternView,
  axis: Axis,
): number {
  return margin + (index + 0.5 - (axis === 'row' ? view.y : view.x)) * (side / view.span);
}

export function isInView(middle: number, { margin, side }: PatternFrame): boolean {
  return middle >= margin && middle <= margin + side;
}

/** Writes a label beside the cells, in the font and colour of the context. */
export function drawLabel(
  context: CanvasRenderingContext2D,
  label: string,
  middle: number,
  margin: number,
  axis: Axis,
): void {
  context.textBaseline = 'middle';
  context.textAlign = axis === 'row' ? 'right' : 'left';
  context.save();
  if (axis === 'row') context.translate(margin - 5, middle);
  else {
    context.translate(middle, margin - 5);
    context.rotate(-Math.PI / 2);
  }
  context.fillText(label, 0, 0);
  context.restore();
}
