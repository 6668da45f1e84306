/** The largest of many numbers, without sorting all of them. */

/**
 * Indices of the `count` largest weights, largest first; of equal ones the first comes first. NaN is smallest.
 *
 * Time grows with the number of weights, and with `count` times its logarithm for each new largest one: a sweep over the
 * entries of patterns has a million cells, of which a page shows ten.
 */
export function rankLargest(weights: ArrayLike<number>, count: number): number[] {
  const at = (index: number): number => {
    const weight = weights[index]!;
    return Number.isNaN(weight) ? -Infinity : weight;
  };
  const isBefore = (a: number, b: number): boolean => at(a) > at(b) || (at(a) === at(b) && a < b);
  if (count >= weights.length / 4) {
    return Array.from(weights, (_, index) => index)
      .toSorted((a, b) => (isBefore(a, b) ? -1 : 1))
      .slice(0, count);
  }
  const largest: number[] = [];
  for (let index = 0; index < weights.length; index++) {
    if (largest.length === count && !(count > 0 && isBefore(index, largest.at(-1)!))) continue;
    let [low, high] = [0, largest.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(index, largest[middle]!)) high = middle;
      else low = middle + 1;
    }
    largest.splice(low, 0, index);
    if (largest.length > count) largest.pop();
  }
  return largest;
}
