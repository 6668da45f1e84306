/** For a page that is not shown, which has no frames. */
const LATEST_MS = 500;

/** Ends after the next frame has been handed over to be drawn. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    afterFrame(resolve);
  });
}

/**
 * Calls a function after the next frame has been handed over to be drawn: for what need not be in the frame that answers an input.
 *
 * @returns a function that cancels it.
 */
export function afterFrame(act: () => void): () => void {
  let isOver = false;
  const once = (): void => {
    if (isOver) return;
    isOver = true;
    act();
  };
  requestAnimationFrame(() => setTimeout(once));
  const latest = setTimeout(once, LATEST_MS);
  return () => {
    isOver = true;
    clearTimeout(latest);
  };
}
