/** Draws what waits until it comes into view, so that it can be printed. */
import { drawShownFigures } from '../plot/figure/figure-registry';
import { seeAll } from '../site/use-seen';
import { isWaiting } from '../plot/printing';

/** What cannot be loaded is waited for at most this long, in ms. */
const PATIENCE_MS = 8000;
const STEP_MS = 50;

/** Draws every part of the page, and waits until they are there. */
export async function drawAll(): Promise<void> {
  seeAll();
  const end = performance.now() + PATIENCE_MS;
  await drawShownFigures();
  while (isWaiting() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  // Charts draw their marks a frame after their frame.
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
}
