/** A chart that cannot be loaded is waited for at most this long, in ms. */
const PATIENCE_MS = 4000;
const STEP_MS = 30;

/** Whether an element has charts, and the plot of each has been drawn once. */
export function areDrawn(parent: Element): boolean {
  return (
    parent.querySelector('.recharts-wrapper > svg') !== null &&
    parent.querySelector('[data-chart] > .mantine-Skeleton-root') === null
  );
}

/** Waits until the charts in an element have been drawn, which happens one after another. */
export async function whenDrawn(parent: Element): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!areDrawn(parent) && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
}
