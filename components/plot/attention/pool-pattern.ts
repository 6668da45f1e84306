/** Smaller versions of large patterns, for views in which a cell is smaller than a pixel. */

export interface PooledPattern {
  /** Row-major [size, size]. */
  readonly values: Float32Array;
  readonly size: number;
}

/**
 * Halves a pattern. A cell has the value of the largest size among its four, so that thin stripes stay visible; NaN where all are
 * NaN.
 */
export function halvePattern({ values, size }: PooledPattern): PooledPattern {
  const half = Math.ceil(size / 2);
  const pooled = new Float32Array(half * half).fill(NaN);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = values[row * size + column]!;
      if (Number.isNaN(value)) continue;
      const cell = (row >> 1) * half + (column >> 1);
      const known = pooled[cell]!;
      if (Number.isNaN(known) || Math.abs(value) > Math.abs(known)) pooled[cell] = value;
    }
  }
  return { values: pooled, size: half };
}

/** Patterns of falling size; each is half of the one before. */
export function poolPattern(values: Float32Array, size: number, smallest = 64): PooledPattern[] {
  const levels: PooledPattern[] = [{ values, size }];
  while (levels.at(-1)!.size > smallest) levels.push(halvePattern(levels.at(-1)!));
  return levels;
}
