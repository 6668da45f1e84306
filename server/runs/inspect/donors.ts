/** Donors of resample ablation: which pair gives the values of each pair. */

/**
 * A permutation of 0..count-1 without fixed points, by Sattolo's algorithm: always one cycle through all pairs.
 *
 * @param seed the same seed gives the same permutation.
 */
export function chooseDonors(count: number, seed: number): number[] {
  const random = createRandom(seed);
  const donors = Array.from({ length: count }, (_, index) => index);
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random() * at);
    [donors[at], donors[other]] = [donors[other]!, donors[at]!];
  }
  return donors;
}

/** Uniform numbers in [0, 1) from 32 bits of state: mulberry32 by Tommy Ettinger. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
