/**
 * Sums over the whole vocabulary, in float64. Each has four accumulators, because one would make every addition wait for the one
 * before it.
 */

/** Sum and largest of a row of probabilities. */
export function sumProbabilities(values: Float32Array): { sum: number; largest: number } {
  const end = values.length - (values.length % 4);
  let [a, b, c, d, largest] = [0, 0, 0, 0, 0];
  for (let i = 0; i < end; i += 4) {
    // Not destructured: that would be ten times slower.
    const e = values[i]!;
    const f = values[i + 1]!;
    const g = values[i + 2]!;
    const h = values[i + 3]!;
    a += e;
    b += f;
    c += g;
    d += h;
    if (e > largest) largest = e;
    if (f > largest) largest = f;
    if (g > largest) largest = g;
    if (h > largest) largest = h;
  }
  for (let i = end; i < values.length; i++) {
    a += values[i]!;
    if (values[i]! > largest) largest = values[i]!;
  }
  return { sum: a + b + (c + d), largest };
}

/** sum(x * y); both of one length. */
export function dotProduct(x: Float32Array, y: Float32Array): number {
  const end = x.length - (x.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < end; i += 4) {
    a += x[i]! * y[i]!;
    b += x[i + 1]! * y[i + 1]!;
    c += x[i + 2]! * y[i + 2]!;
    d += x[i + 3]! * y[i + 3]!;
  }
  for (let i = end; i < x.length; i++) a += x[i]! * y[i]!;
  return a + b + (c + d);
}

/** How many values are strictly larger than a threshold. */
export function countLarger(values: Float32Array, threshold: number): number {
  const end = values.length - (values.length % 4);
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < end; i += 4) {
    a += Number(values[i]! > threshold);
    b += Number(values[i + 1]! > threshold);
    c += Number(values[i + 2]! > threshold);
    d += Number(values[i + 3]! > threshold);
  }
  for (let i = end; i < values.length; i++) a += Number(values[i]! > threshold);
  return a + b + (c + d);
}
