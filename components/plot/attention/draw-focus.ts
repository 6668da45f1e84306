/**
 * Drawing of the cell that is read, on a canvas above that of the pattern: a frame of a moving pointer draws a few lines and two labels
 * instead of the whole pattern.
 */
import {
  drawLabel,
  isInView,
  LABEL_FONT,
  LABEL_LINE,
  listLabels,
  placeLabel,
  type Axis,
  type PatternFrame,
  type PatternInk,
} from './draw-pattern';
import type { FocusState } from './focus-store';
import type { PatternView } from './pattern-view';

/** From this size, cells have lines between them. */
const LINED = 14;
/** Smaller cells have no cross, which would be larger than they are. */
const CROSSED = 2;

/** Draws the cross of the cell that is read, and the labels of its tokens over those that are in the way. */
export function drawFocus(
  context: CanvasRenderingContext2D,
  labels: readonly string[],
  frame: PatternFrame,
  { view, at }: FocusState,
  ink: PatternInk,
): void {
  const { margin, side } = frame;
  context.clearRect(0, 0, margin + side + 1, margin + side + 1);
  if (!at) return;
  if (side / view.span >= CROSSED) drawCross(context, at, frame, view, ink);
  context.font = `700 ${LABEL_FONT}`;
  drawLit(context, labels, at.row, frame, view, ink, 'row');
  if (at.column !== null) drawLit(context, labels, at.column, frame, view, ink, 'column');
}

function drawCross(
  context: CanvasRenderingContext2D,
  { row, column }: NonNullable<FocusState['at']>,
  { margin, side }: PatternFrame,
  view: PatternView,
  ink: PatternInk,
): void {
  const cell = side / view.span;
  context.save();
  context.beginPath();
  context.rect(margin, margin, side, side);
  context.clip();
  context.strokeStyle = ink.strong;
  context.lineWidth = 1;
  context.globalAlpha = 0.7;
  const y = margin + (row - view.y) * cell;
  context.strokeRect(margin - 1, y, side + 2, cell);
  if (column !== null) {
    const x = margin + (column - view.x) * cell;
    context.globalAlpha = 1;
    context.lineWidth = cell >= LINED ? 2 : 1;
    context.strokeRect(x, y, cell, cell);
  }
  context.restore();
}

function drawLit(
  context: CanvasRenderingContext2D,
  labels: readonly string[],
  lit: number,
  frame: PatternFrame,
  view: PatternView,
  ink: PatternInk,
  axis: Axis,
): void {
  const middle = placeLabel(lit, frame, view, axis);
  if (!isInView(middle, frame)) return;
  const inTheWay = listLabels(labels.length, frame, view, axis)
    .map((index) => placeLabel(index, frame, view, axis))
    .filter((place) => Math.abs(place - middle) < LABEL_LINE);
  context.fillStyle = ink.ground;
  for (const place of [...inTheWay, middle]) {
    const [from, length] = [place - LABEL_LINE / 2, frame.margin - 2];
    if (axis === 'row') context.fillRect(0, from, length, LABEL_LINE);
    else context.fillRect(from, 0, LABEL_LINE, length);
  }
  context.fillStyle = ink.strong;
  drawLabel(context, labels[lit]!, middle, frame.margin, axis);
}
