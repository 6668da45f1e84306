'use client';

import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { placeTip } from '../heatmap/place-tip';
import { PointerTip } from '../heatmap/PointerTip';
import type { Tone } from '../heatmap/scale';
import { useHoverStore } from '../linked/hover-context';
import type { HoverPlace } from '../linked/hover-store';
import { findNearest, movePoint, orderPoints } from './find-point';
import { layoutScatter } from './layout-scatter';
import { LinkedPoint } from './LinkedPoint';
import { PointCanvas } from './PointCanvas';
import { PointLabels, ScatterAxes } from './ScatterAxes';
import type { ScatterData } from './scatter-data';
import heatmapClasses from '../heatmap/heatmap.module.css';
import classes from './scatter.module.css';

interface ScatterPlotProps {
  readonly data: ScatterData;
  /** Of the plot, in pixels. */
  readonly width: number;
  readonly tone: Tone;
  /** Names a point with its values; for speech in `speakPoint`. */
  readonly writePoint: (point: number) => string;
  readonly speakPoint: (point: number) => string;
  /** What is said when the plot gets the focus. */
  readonly summary: string;
  /** What a point stands for, so that other plots of the page show it, and the point of what they show; null for none. */
  readonly placeAt: (point: number) => HoverPlace;
  readonly locate: (place: HoverPlace) => number | null;
  readonly pinned: number | null;
  readonly onPin: (point: number | null) => void;
}

/** How far the pointer and a finger may be from a point, in pixels. */
const REACH = { mouse: 12, touch: 28 } as const;

/**
 * One quantity against another: one stop of the Tab key. Hovering or keys read a point, a click or Enter pins it. Points are on a canvas, so
 * that thousands of them cost nothing while the pointer moves.
 */
export function ScatterPlot(props: ScatterPlotProps) {
  const { data, width, tone, writePoint, speakPoint, summary, placeAt, locate, pinned, onPin } = props;
  const id = useId();
  const store = useHoverStore();
  const layout = useMemo(() => layoutScatter(data, width), [data, width]);
  const orders = useMemo(() => orderPoints(data), [data]);
  const [hovered, setHovered] = useState<{ readonly point: number; readonly isTouched: boolean } | null>(
    null,
  );
  const [cursor, setCursor] = useState<number | null>(null);
  const last = useRef<number | null>(null);
  const tip = useRef<HTMLDivElement>(null);
  // Other values have other points.
  const [shown, setShown] = useState(data);
  if (shown !== data) {
    setShown(data);
    setHovered(null);
    setCursor(null);
  }
  useEffect(() => () => store.leave(id), [store, id]);
  /** Where the keys begin: at the last point that they have reached, or at the largest difference. */
  const findStart = (): number | undefined => {
    const { current } = last;
    return current !== null && current < data.x.length ? current : orders.byDifference.points[0];
  };
  const share = (point: number | null): void => {
    if (point === null) store.leave(id);
    else store.write({ place: placeAt(point), from: id });
  };
  const find = (event: PointerEvent): number | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    return findNearest(data, layout, at, event.pointerType === 'touch' ? REACH.touch : REACH.mouse);
  };
  const point = (event: PointerEvent): void => {
    if (tip.current) placeTip(tip.current, event.clientX, event.clientY);
    const found = find(event);
    if (found === (hovered?.point ?? null)) return;
    setHovered(found === null ? null : { point: found, isTouched: event.pointerType === 'touch' });
    share(found);
  };
  const leave = (): void => {
    setHovered(null);
    share(null);
  };
  const move = (to: number): void => {
    last.current = to;
    if (pinned === null) setCursor(to);
    else onPin(to);
    share(to);
  };
  const act = (key: string): boolean => {
    const from = pinned ?? cursor ?? findStart();
    if (from === undefined) return false;
    if (key === 'Escape') {
      if (pinned !== null) setCursor(pinned);
      onPin(null);
      return true;
    }
    if (key === 'Enter' || key === ' ') {
      onPin(from);
      return true;
    }
    const to = movePoint(key, from, orders);
    if (to !== null) move(to);
    return to !== null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(event.key)) event.preventDefault();
  };
  const active = pinned ?? cursor;
  const ring = (at: number, className: string | undefined, name: string) => (
    <circle
      cx={layout.toX(data.x[at]!)}
      cy={layout.toY(data.y[at]!)}
      r={layout.radius + 3}
      className={className}
      data-testid={name}
    />
  );
  const read = (hovered?.isTouched ? hovered.point : null) ?? active;
  return (
    <div>
      <div className={classes.plot} style={{ width: layout.width, height: layout.height }}>
        <ScatterAxes {...{ data, layout }} />
        <PointCanvas {...{ data, layout, tone }} />
        <svg
          width={layout.width}
          height={layout.height}
          role="application"
          aria-roledescription="scatter plot"
          aria-label={`${data.title}: ${data.x.length} points. Arrow keys read points, D goes to the next largest difference, Enter opens one, Escape closes it.`}
          aria-describedby={`${id}-summary`}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const start = findStart();
            if (pinned === null && start !== undefined && event.currentTarget.matches(':focus-visible'))
              setCursor(start);
          }}
          onBlur={() => {
            setCursor(null);
            share(null);
          }}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={leave}
          onPointerUp={(event) => {
            if (event.button === 0) onPin(find(event));
          }}
        >
          <PointLabels {...{ data, layout }} />
          <LinkedPoint {...{ id, data, layout, locate }} />
          {hovered && ring(hovered.point, classes.hovered, 'hovered')}
          {cursor !== null && pinned === null && ring(cursor, classes.cursor, 'cursor')}
          {pinned !== null && ring(pinned, classes.pinned, 'pinned')}
        </svg>
      </div>
      <PointerTip ref={tip} text={hovered && !hovered.isTouched ? writePoint(hovered.point) : null} />
      <div className={heatmapClasses.read} data-testid="read" aria-hidden>
        {read === null ? ' ' : writePoint(read)}
      </div>
      <div id={`${id}-summary`} hidden>
        {summary}
      </div>
      <output className={heatmapClasses.spoken} aria-live="polite">
        {active === null ? '' : speakPoint(active)}
      </output>
    </div>
  );
}
