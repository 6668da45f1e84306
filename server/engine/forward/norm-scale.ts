/** The scale of LayerNorm. */

/** What LayerNorm divides a row by: sqrt(variance + epsilon), in float64. @param row [dModel] */
export function computeNormScale(row: Float32Array, epsilon: number): number {
  let mean = 0;
  for (const value of row) mean += value / row.length;
  let variance = 0;
  for (const value of row) variance += (value - mean) ** 2 / row.length;
  return Math.sqrt(variance + epsilon);
}
