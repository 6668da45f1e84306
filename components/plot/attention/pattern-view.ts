/** The part of a large attention pattern that is in view, in cells. */

export interface PatternView {
  /** First column and row in view; fractions of cells are allowed. */
  readonly x: number;
  readonly y: number;
  /** Cells across and down. */
  readonly span: number;
}

/** Fewest cells that fill the view. */
const CLOSEST = 6;

/** All cells. */
export function wholeView(size: number): PatternView {
  return { x: 0, y: 0, span: size };
}

/** Zooms around a point, which stays where it is. @param factor above 1 comes closer. @param at share of the view, from 0 to 1. */
export function zoomView(
  view: PatternView,
  factor: number,
  at: { readonly x: number; readonly y: number },
  size: number,
): PatternView {
  const span = Math.min(size, Math.max(Math.min(CLOSEST, size), view.span / factor));
  return clampView(
    { span, x: view.x + at.x * (view.span - span), y: view.y + at.y * (view.span - span) },
    size,
  );
}

/** Moves the view by shares of itself. */
export function panView(
  view: PatternView,
  by: { readonly x: number; readonly y: number },
  size: number,
): PatternView {
  return clampView({ ...view, x: view.x + by.x * view.span, y: view.y + by.y * view.span }, size);
}

/** Moves the view as little as possible so that a cell is inside. */
export function showCell(
  view: PatternView,
  { row, column }: { readonly row: number; readonly column: number },
  size: number,
): PatternView {
  const into = (start: number, at: number): number => Math.min(at, Math.max(start, at + 1 - view.span));
  return clampView({ ...view, x: into(view.x, column), y: into(view.y, row) }, size);
}

function clampView({ x, y, span }: PatternView, size: number): PatternView {
  const clamp = (start: number): number => Math.min(size - span, Math.max(0, start));
  return { x: clamp(x), y: clamp(y), span };
}
