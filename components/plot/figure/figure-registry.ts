/** The figures that a page shows at the moment, from which a figure for a paper takes its panels. */
import { useEffect, useRef } from 'react';
import type { Figure } from './figure-svg';

export interface ShownFigure {
  readonly name: string;
  readonly makeFigure: () => Figure | null;
  /** Draws what waits until it comes into view; left out where nothing waits. */
  readonly draw?: (() => Promise<void>) | undefined;
}

const shown = new Set<ShownFigure>();

/** Lists a figure while it is on the page. */
export function useShownFigure({ name, makeFigure, draw }: ShownFigure): void {
  const latest = useRef({ makeFigure, draw });
  useEffect(() => {
    latest.current = { makeFigure, draw };
  });
  useEffect(() => {
    const figure = {
      name,
      makeFigure: () => latest.current.makeFigure(),
      draw: async () => latest.current.draw?.(),
    };
    shown.add(figure);
    return () => void shown.delete(figure);
  }, [name]);
}

/** Draws every figure that waits, so that a figure for a paper can have its panels. */
export async function drawShownFigures(): Promise<void> {
  await Promise.all([...shown].map(async ({ draw }) => draw?.()));
}

/** The figures in the order in which they came to the page. */
export function listShownFigures(): readonly ShownFigure[] {
  return [...shown];
}
