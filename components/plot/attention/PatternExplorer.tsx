'use client';

import { useEffect, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { formatEffect, type Tone } from '../heatmap/scale';
import { moveBy } from '../heatmap/move';
import type { PaletteName } from '../heatmap/pixels';
import type { FigureContext } from '../figure/FigureMenu';
import { drawFocus } from './draw-focus';
import { drawPattern, paintPattern, PATTERN_INKS } from './draw-pattern';
import type { FocusStore } from './focus-store';
import { PatternCaption } from './PatternCaption';
import { panView, showCell, wholeView, zoomView, type PatternView } from './pattern-view';
import { usePainted } from './use-contrast';
import classes from './attention.module.css';

interface PatternExplorerProps {
  readonly title: string;
  /** Tokens with their positions, such as `·John 11`. */
  readonly labels: readonly string[];
  /** Row-major [dest, src], NaN above the diagonal. */
  readonly values: Float32Array;
  readonly limit: number;
  readonly palette: PaletteName;
  readonly tone: Tone;
  readonly marked: readonly number[];
  /** Shared with the other patterns of the head, which move together. */
  readonly focus: FocusStore;
  /** Available width and height in pixels. */
  readonly room: number;
  /** Description of an exported figure; without it there is no export. */
  readonly figure?: FigureContext | undefined;
  /** Name of the exported figure. Default: the title. */
  readonly figureName?: string | undefined;
  /** What the values are; the attention probability when left out. */
  readonly valueName?: string | undefined;
}

const CHARACTER = 6.4;
/** Factor of one step of the wheel or of a key. */
const STEP = 1.25;

/**
 * An attention pattern of any size: the wheel and + and − zoom, dragging moves, the arrow keys read cells, 0 shows all. Each frame is one
 * picture on a canvas, so that 1,000 tokens move smoothly.
 */
export function PatternExplorer(props: PatternExplorerProps) {
  const { title, labels, values, limit, palette, tone, marked, focus, room, figure, figureName, valueName } =
    props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const focusCanvas = useRef<HTMLCanvasElement>(null);
  const output = useRef<HTMLOutputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; y: number } | null>(null);
  const endDrag = (): void => {
    drag.current = null;
  };
  const size = labels.length;
  const margin = Math.ceil(10 + CHARACTER * Math.max(0, ...labels.map((label) => label.length)));
  const side = Math.max(120, Math.floor(room - margin - 2));
  const { contrast, painted } = usePainted(values, size, limit, palette);
  const images = useMemo(
    () => paintPattern(painted.values, size, painted.limit, palette, tone),
    [painted, size, palette, tone],
  );
  useEffect(() => {
    const box = frame.current;
    const context = prepareCanvas(canvas.current, margin + side);
    const above = prepareCanvas(focusCanvas.current, margin + side);
    if (!box || !context || !above) return undefined;
    const isMarked = new Set(marked);
    let drawn: PatternView | null = null;
    let [pending, writing] = [0, 0];
    const draw = (): void => {
      pending = 0;
      const state = focus.read();
      if (state.view !== drawn) {
        drawn = state.view;
        // A finger moves what is zoomed; otherwise it scrolls the page.
        box.style.touchAction = state.view.span < size ? 'none' : 'pan-y';
        drawPattern(context, images, labels, isMarked, { margin, side }, state.view, PATTERN_INKS[tone]);
      }
      drawFocus(above, labels, { margin, side }, state, PATTERN_INKS[tone]);
    };
    const write = (): void => {
      writing = 0;
      const read = readFocus(focus.read().at, labels, values, palette);
      // An equal text would be laid out again.
      if (output.current && output.current.textContent !== read) output.current.textContent = read;
    };
    const schedule = (): void => {
      pending ||= requestAnimationFrame(draw);
      // In the same frame, after all patterns of the head: the font of a canvas computes the styles of a page with another text.
      queueMicrotask(() => (writing ||= requestAnimationFrame(write)));
    };
    draw();
    write();
    const end = focus.subscribe(schedule);
    // React's listeners of the wheel are passive, so they cannot keep the page from scrolling.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { x, y } = shareAt(event, box, margin, side);
      const factor = event.deltaY < 0 ? STEP : 1 / STEP;
      focus.change({ view: zoomView(focus.read().view, factor, { x, y }, size) });
    };
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      cancelAnimationFrame(pending);
      cancelAnimationFrame(writing);
      end();
      box.removeEventListener('wheel', onWheel);
    };
  }, [focus, images, labels, marked, margin, palette, side, size, tone, values]);

  const onPointerMove = (event: PointerEvent): void => {
    const element = event.currentTarget;
    const { view } = focus.read();
    if (drag.current) {
      const by = { x: (drag.current.x - event.clientX) / side, y: (drag.current.y - event.clientY) / side };
      drag.current = { x: event.clientX, y: event.clientY };
      focus.change({ view: panView(view, by, size) });
      return;
    }
    const { x, y } = shareAt(event, element, margin, side);
    const [column, row] = [Math.floor(view.x + x * view.span), Math.floor(view.y + y * view.span)];
    const isInside = x >= 0 && y >= 0 && column < size && row < size;
    focus.change({ at: isInside ? { row, column } : null });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { view, at } = focus.read();
    const middle = { x: 0.5, y: 0.5 };
    const zoom = { '+': STEP, '=': STEP, '-': 1 / STEP, '−': 1 / STEP }[event.key];
    if (zoom !== undefined) focus.change({ view: zoomView(view, zoom, middle, size) });
    else if (event.key === '0') focus.change({ view: wholeView(size) });
    else {
      const from = { row: at?.row ?? size - 1, column: at?.column ?? 0 };
      const to = moveBy(event.key, from, size, size, 1, event.ctrlKey || event.metaKey);
      if (to === null) return;
      focus.change({ at: to, view: showCell(view, to, size) });
    }
    event.preventDefault();
  };
  return (
    <figure className={classes.figure}>
      <PatternCaption
        {...{ title, labels, values, limit, palette, tone, contrast, painted, marked, figure, valueName }}
        name={figureName}
        isWide
      />
      <div
        ref={frame}
        className={classes.explorer}
        style={{ width: margin + side, height: margin + side }}
        role="application"
        aria-roledescription="attention pattern"
        aria-label={`${title}: ${size} destinations by ${size} sources. Arrow keys read a cell, plus and minus zoom, 0 shows all.`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          drag.current = { x: event.clientX, y: event.clientY };
          event.currentTarget.setPointerCapture?.(event.pointerId);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={endDrag}
        onPointerCancel={endDrag}
        onPointerLeave={() => {
          if (!drag.current) focus.change({ at: null });
        }}
      >
        <canvas ref={canvas} aria-hidden />
        <canvas ref={focusCanvas} aria-hidden />
        <span className={classes.axes} style={{ width: margin - 12, height: margin - 10 }} aria-hidden>
          <span>source →</span>
          <span>destination ↓</span>
        </span>
      </div>
      <output ref={output} className={classes.read} aria-live="polite" />
    </figure>
  );
}

/** Gives a canvas its size. The context is scaled to pixels of the page. */
function prepareCanvas(canvas: HTMLCanvasElement | null, side: number): CanvasRenderingContext2D | null {
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return null;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = side * ratio;
  canvas.height = side * ratio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** Where the pointer is over the cells, from 0 to 1. */
function shareAt(
  event: { readonly clientX: number; readonly clientY: number },
  element: Element,
  margin: number,
  side: number,
): { x: number; y: number } {
  const box = element.getBoundingClientRect();
  return { x: (event.clientX - box.left - margin) / side, y: (event.clientY - box.top - margin) / side };
}

/** `·John 1 → BOS 0: 0.750`; nothing while only a token is hovered. */
function readFocus(
  at: { readonly row: number; readonly column: number | null } | null,
  labels: readonly string[],
  values: Float32Array,
  palette: PaletteName,
): string {
  if (!at || at.column === null) return ' ';
  const value = values[at.row * labels.length + at.column]!;
  const written = palette === 'attention' ? value.toFixed(3) : formatEffect(value);
  return `${labels[at.row]} → ${labels[at.column]}: ${Number.isNaN(value) ? 'later than the destination' : written}`;
}
