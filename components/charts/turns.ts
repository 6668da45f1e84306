/**
 * Charts are drawn one after the other, each after a frame of its own, and none between the keys of a text or between arrow keys. A chart
 * takes 10 to 40 ms of the main thread, in which no input is answered; a page with ten of them would not answer for as long as all take
 * together.
 */
import { nextFrame } from '../scroll/after-frame';

/** After a key, charts wait this long for the next one, in ms. */
const REST_MS = 300;
/** No chart waits longer for the keys to rest, in ms. */
const LONGEST_WAIT_MS = 2000;

let lastKey = -Infinity;
if (typeof window !== 'undefined')
  window.addEventListener('keydown', () => (lastKey = performance.now()), { capture: true, passive: true });

const waiting = new Set<() => void>();
let isDrawing = false;

/**
 * Calls a function that draws one chart when those before it are drawn, at the earliest after the next frame.
 *
 * @returns a function that gives the turn up.
 */
export function takeTurn(draw: () => void): () => void {
  waiting.add(draw);
  if (!isDrawing) void drawInTurn();
  return () => void waiting.delete(draw);
}

async function drawInTurn(): Promise<void> {
  isDrawing = true;
  while (waiting.size > 0) {
    await nextFrame();
    await keysRest();
    const [next] = waiting;
    if (!next) continue;
    waiting.delete(next);
    try {
      next();
    } catch (error) {
      // The other charts are drawn all the same.
      reportError(error);
    }
  }
  isDrawing = false;
}

async function keysRest(): Promise<void> {
  const latest = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const now = performance.now();
    const end = Math.min(lastKey + REST_MS, latest);
    if (now >= end) return;
    await new Promise((resolve) => setTimeout(resolve, end - now));
  }
}
