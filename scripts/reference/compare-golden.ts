/** Comparison of golden files: everything is equal, numbers and base64 arrays of float32 within rounding. */

/** Another processor may sum in another order: float32 sums of a thousand products differ by less than this. */
const TOLERANCE = 1e-4;

interface Difference {
  /** Largest |a - b| / max(1, |a|). */
  readonly largest: number;
  /** Numbers compared. */
  readonly count: number;
}

/**
 * Compares two golden files.
 *
 * @returns a sentence with the largest difference.
 * @throws Error that names the first place where they differ by more than rounding.
 */
export function describeLargestDifference(stored: unknown, computed: unknown): string {
  const { largest, count } = compare(stored, computed, '');
  return `${count} numbers, largest difference ${largest.toExponential(1)}`;
}

function compare(a: unknown, b: unknown, at: string): Difference {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers([a], [b], at);
  if (typeof a === 'string' && typeof b === 'string' && a !== b) {
    return compareNumbers(decode(a, at), decode(b, at), at);
  }
  if (typeof a === 'string' && a === b) return { largest: 0, count: isArray(a) ? decode(a, at).length : 0 };
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    if (a !== b) throw new Error(`${at}: ${JSON.stringify(a)} is stored, ${JSON.stringify(b)} was computed.`);
    return { largest: 0, count: 0 };
  }
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  if (keys.join() !== others.join())
    throw new Error(`${at}: has the keys ${keys.join()} and ${others.join()}.`);
  const parts = keys.map((key) =>
    compare((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${at}.${key}`),
  );
  return {
    largest: Math.max(0, ...parts.map(({ largest }) => largest)),
    count: parts.reduce((sum, { count }) => sum + count, 0),
  };
}

function compareNumbers(a: ArrayLike<number>, b: ArrayLike<number>, at: string): Difference {
  if (a.length !== b.length)
    throw new Error(`${at}: ${a.length} numbers are stored, ${b.length} were computed.`);
  let largest = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = Math.abs(a[index]! - b[index]!) / Math.max(1, Math.abs(a[index]!));
    // Written so that NaN fails.
    if (!(difference <= TOLERANCE)) {
      throw new Error(`${at}[${index}]: ${a[index]} is stored, ${b[index]} was computed.`);
    }
    largest = Math.max(largest, difference);
  }
  return { largest, count: a.length };
}

/** Whether a text may be base64 of float32 numbers. Names and versions are shorter. */
function isArray(text: string): boolean {
  return (
    /^(?:[\w+/]{4})+(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(text) && Buffer.from(text, 'base64').length % 4 === 0
  );
}

function decode(text: string, at: string): Float32Array {
  if (!isArray(text)) throw new Error(`${at}: the texts differ, and '${text.slice(0, 40)}' is no array.`);
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(4 * index));
}
