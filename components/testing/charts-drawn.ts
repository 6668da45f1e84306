import { areDrawn } from '../charts/when-drawn';

interface ChartsDrawnOptions {
  /** How many charts there are at least. */
  readonly count?: number;
  /** Whether they are below the first screen, where charts wait until the page is scrolled. */
  readonly waitForScroll?: boolean;
}

/** Waits until all charts of a picture are drawn. */
export async function chartsDrawn(
  parent: Element,
  { count = 1, waitForScroll = false }: ChartsDrawnOptions = {},
): Promise<void> {
  const isDrawn = (): boolean =>
    areDrawn(parent) && parent.querySelectorAll('[data-chart] .recharts-wrapper').length >= count;
  while (!isDrawn()) {
    if (waitForScroll) window.dispatchEvent(new Event('scroll'));
    await new Promise(requestAnimationFrame);
  }
}
