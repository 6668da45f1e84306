/** Seeded random numbers, so that a choice at random can be repeated. */

/** Uniform numbers in [0, 1) from 32 bits of state: mulberry32 by Tommy Ettinger. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A random order of a list (Fisher-Yates). @param random uniform numbers in [0, 1). */
export function shuffle<T>(members: readonly T[], random: () => number): T[] {
  const order = [...members];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}
