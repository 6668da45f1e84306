/** Means over rows and columns of a heatmap. */

export interface Margins {
  /** Mean of each row; NaN for a row without values. */
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  /** Largest |mean|; 1 if all are 0. */
  readonly largest: number;
}

/** Computes the means over drawn cells. @param values row-major; null and NaN are left out. */
export function computeMargins(values: ArrayLike<number | null>, rows: number, columns: number): Margins {
  const sums = { rows: new Float64Array(rows), columns: new Float64Array(columns) };
  const counts = { rows: new Float64Array(rows), columns: new Float64Array(columns) };
  for (let cell = 0; cell < values.length; cell++) {
    const value = values[cell] ?? NaN;
    if (!Number.isFinite(value)) continue;
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    sums.rows[row]! += value;
    counts.rows[row]! += 1;
    sums.columns[column]! += value;
    counts.columns[column]! += 1;
  }
  const means = {
    rows: sums.rows.map((sum, row) => sum / counts.rows[row]!),
    columns: sums.columns.map((sum, column) => sum / counts.columns[column]!),
  };
  let largest = 0;
  for (const mean of [...means.rows, ...means.columns])
    if (Number.isFinite(mean)) largest = Math.max(largest, Math.abs(mean));
  return { ...means, largest: largest || 1 };
}
