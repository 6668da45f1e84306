/** A chart that cannot be loaded is waited for at most this long, in ms. */
const PATIENCE_MS = 4000;
const STEP_MS = 30;

/** Waits until an element has the plot of a chart. */
export async function whenDrawn(parent: Element): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (parent.querySelector('.recharts-wrapper > svg') === null && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
}
