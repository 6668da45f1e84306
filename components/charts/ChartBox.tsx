'use client';

import { Skeleton } from '@mantine/core';
import { cloneElement, useEffect, useRef, useState, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { takeTurn } from './turns';

interface Size {
  readonly width: number;
  readonly height: number;
}

interface ChartBoxProps {
  /** In pixels. */
  readonly height: number;
  /** A chart of Recharts, which gets its width and height from the box. */
  readonly children: ReactElement<Partial<Size>>;
}

/** Of a box that is not laid out, in pixels. */
const UNMEASURED = 320;

/**
 * A box as wide as its place, in which a chart is drawn in its turn (turns.ts), first and when it or the width changes. It replaces
 * ResponsiveContainer of Recharts, which draws a new chart twice and all charts of a page in one task.
 */
export function ChartBox({ height, children }: ChartBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<{
    readonly chart: ChartBoxProps['children'];
    readonly size: Size;
  } | null>(null);
  const drawnWidth = useRef<number | null>(null);
  useEffect(() => {
    const draw = (): void => {
      const width = box.current?.clientWidth || UNMEASURED;
      drawnWidth.current = width;
      // All of the chart's work is done in this turn.
      flushSync(() => setDrawn({ chart: children, size: { width, height } }));
    };
    let giveUp = takeTurn(draw);
    const observer = new ResizeObserver(([entry]) => {
      // Before the first turn there is nothing to draw again.
      if (drawnWidth.current === null || entry?.target.clientWidth === drawnWidth.current) return;
      giveUp();
      giveUp = takeTurn(draw);
    });
    observer.observe(box.current!);
    return () => {
      giveUp();
      observer.disconnect();
    };
  }, [children, height]);
  return (
    <div ref={box} data-chart style={{ height }}>
      {drawn ? cloneElement(drawn.chart, drawn.size) : <Skeleton height={height} />}
    </div>
  );
}
