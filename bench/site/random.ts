/** Seeded randomness (mulberry32): the same gallery on every machine. */
export interface Random {
  /** Uniform in 0 to 1. */
  next(): number;
  /** An integer from 0 to `below` - 1. */
  index(below: number): number;
  pick<T>(from: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const index = (below: number): number => Math.floor(next() * below);
  return { next, index, pick: (from) => from[index(from.length)]! };
}
