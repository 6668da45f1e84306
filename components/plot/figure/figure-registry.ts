/** The figures that a page shows at the moment, from which a figure for a paper takes its panels. */
import { useEffect, useRef } from 'react';
import type { Figure } from './figure-svg';

export interface ShownFigure {
  readonly name: string;
  readonly makeFigure: () => Figure | null;
}

const shown = new Set<ShownFigure>();

/** Lists a figure while it is on the page. */
export function useShownFigure(name: string, makeFigure: () => Figure | null): void {
  const latest = useRef(makeFigure);
  useEffect(() => {
    latest.current = makeFigure;
  });
  useEffect(() => {
    const figure = { name, makeFigure: () => latest.current() };
    shown.add(figure);
    return () => void shown.delete(figure);
  }, [name]);
}

/** The figures in the order in which they came to the page. */
export function listShownFigures(): readonly ShownFigure[] {
  return [...shown];
}
