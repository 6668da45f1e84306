/** The data of a scatter plot of one quantity against another in the same unit. */

export interface ScatterData {
  readonly title: string;
  /** Names of the axes, with the unit. */
  readonly xName: string;
  readonly yName: string;
  /** One entry for each point; finite. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Place of each point on the colour scale, 0 to 1. */
  readonly shares: Float32Array;
  /** Points with a label in the plot, the most important first. */
  readonly labelled: readonly { readonly point: number; readonly text: string }[];
}

/** Points in the order in which they are drawn: those with the largest |y - x| are on top. */
export function drawingOrder({ x, y }: Pick<ScatterData, 'x' | 'y'>): Uint32Array {
  const order = Uint32Array.from(x, (_, point) => point);
  const size = (point: number): number => Math.abs(y[point]! - x[point]!);
  return order.sort((a, b) => size(a) - size(b));
}
