'use client';

import { useEffect, useRef } from 'react';
import { useHoverStore } from '../linked/hover-context';
import type { HoverPlace } from '../linked/hover-store';
import type { ScatterLayout } from './layout-scatter';
import type { ScatterData } from './scatter-data';
import classes from './scatter.module.css';

interface LinkedPointProps {
  /** Of the plot, which marks its own hovered point. */
  readonly id: string;
  readonly data: ScatterData;
  readonly layout: ScatterLayout;
  /** Finds the point that stands for what is hovered elsewhere; null for none. */
  readonly locate: (place: HoverPlace) => number | null;
}

/** A ring around the point of what the pointer is over in another plot. Changes of it render nothing. */
export function LinkedPoint({ id, data, layout, locate }: LinkedPointProps) {
  const ring = useRef<SVGCircleElement>(null);
  const store = useHoverStore();
  useEffect(() => {
    const draw = (): void => {
      const hovered = store.read();
      const point = hovered && hovered.from !== id ? locate(hovered.place) : null;
      const element = ring.current;
      if (!element) return;
      element.toggleAttribute('hidden', point === null);
      if (point === null) return;
      element.setAttribute('cx', String(layout.toX(data.x[point]!)));
      element.setAttribute('cy', String(layout.toY(data.y[point]!)));
    };
    draw();
    return store.subscribe(draw);
  }, [store, id, data, layout, locate]);
  return (
    <circle ref={ring} r={layout.radius + 3} className={classes.linked} data-testid="linked" aria-hidden />
  );
}
