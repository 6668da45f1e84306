/** Token buckets in memory: limits of each key over time and at once. */
import { LRUCache } from 'lru-cache';

export interface BucketOptions {
  /** Units that can be used at once when the bucket is full. */
  readonly capacity: number;
  /** Units added each second. */
  readonly perSecond: number;
  /** Number of keys kept. The least recently used are dropped, which fills their buckets. */
  readonly maxKeys?: number;
  /** Clock in ms, for tests. */
  readonly now?: () => number;
}

export interface TokenBuckets {
  /**
   * Takes units from a key's bucket if it is not empty. A large amount may leave it in debt.
   *
   * @returns 0 when the units were taken, otherwise the time until the bucket is no longer empty, in ms.
   */
  take(key: string, units: number): number;
  /** Takes units unconditionally, for costs that are known only afterwards. */
  charge(key: string, units: number): void;
  /** Units that a key has left, negative in debt, and the time until its bucket is full, in ms. */
  read(key: string): { readonly level: number; readonly fullInMs: number };
}

interface Bucket {
  level: number;
  at: number;
}

const MAX_KEYS = 50_000;

/** Creates buckets, one per key, which start full. */
export function createTokenBuckets({
  capacity,
  perSecond,
  maxKeys = MAX_KEYS,
  now = () => performance.now(),
}: BucketOptions): TokenBuckets {
  const buckets = new LRUCache<string, Bucket>({ max: maxKeys });
  const findBucket = (key: string): Bucket => {
    const at = now();
    const bucket = buckets.get(key);
    if (!bucket) {
      const full = { level: capacity, at };
      buckets.set(key, full);
      return full;
    }
    bucket.level = Math.min(capacity, bucket.level + ((at - bucket.at) / 1000) * perSecond);
    bucket.at = at;
    return bucket;
  };
  return {
    take(key, units) {
      const bucket = findBucket(key);
      // Waits for one whole unit, so that the wait is never 0.
      if (bucket.level < Math.min(1, capacity)) return Math.ceil(((1 - bucket.level) / perSecond) * 1000);
      bucket.level -= units;
      return 0;
    },
    charge(key, units) {
      findBucket(key).level -= units;
    },
    read(key) {
      const { level } = findBucket(key);
      return { level, fullInMs: Math.ceil(((capacity - level) / perSecond) * 1000) };
    },
  };
}
