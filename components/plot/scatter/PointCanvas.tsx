'use client';

import { memo, useLayoutEffect, useRef } from 'react';
import { sequentialColour, type Tone } from '../heatmap/scale';
import { MANY, type ScatterLayout } from './layout-scatter';
import { drawingOrder, type ScatterData } from './scatter-data';
import classes from './scatter.module.css';

interface PointCanvasProps {
  readonly data: ScatterData;
  readonly layout: ScatterLayout;
  readonly tone: Tone;
}

/** Distinct colours. */
const LEVELS = 64;
/** The edge of a point: the ends of the scale are as dark as dark pages, or as light as light ones. */
const EDGE = { light: '0, 0, 0', dark: '255, 255, 255' } as const;
/** Opacity of the edges; those of thousands of points would cover their colours. */
const OPACITY = { few: 0.5, many: 0.15 } as const;

/** All points as one canvas. Hovering over thousands of them repaints none. */
export const PointCanvas = memo(function PointCanvas({ data, layout, tone }: PointCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.current.width = Math.round(layout.width * ratio);
    canvas.current.height = Math.round(layout.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const colours = Array.from({ length: LEVELS }, (_, level) => sequentialColour(level / (LEVELS - 1)));
    const opacity = data.x.length > MANY ? OPACITY.many : OPACITY.few;
    context.strokeStyle = `rgba(${EDGE[tone]}, ${opacity})`;
    context.lineWidth = 0.75;
    for (const point of drawingOrder(data)) {
      context.fillStyle = colours[Math.round(data.shares[point]! * (LEVELS - 1))]!;
      context.beginPath();
      context.arc(layout.toX(data.x[point]!), layout.toY(data.y[point]!), layout.radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }, [data, layout, tone]);
  return (
    <canvas
      ref={canvas}
      className={classes.points}
      style={{ width: layout.width, height: layout.height }}
      aria-hidden
    />
  );
});
