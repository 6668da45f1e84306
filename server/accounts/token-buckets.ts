/** Token buckets in memory: how much each key may use over time, and how much at once. */
import { LRUCache } from 'lru-cache';

export interface BucketOptions {
  /** Units that may be used at once, after a time of rest. */
  readonly capacity: number;
  /** Units that come back each second. */
  readonly perSecond: number;
  /** Keys remembered; the least recently used ones are forgotten, which fills their buckets. */
  readonly maxKeys?: number;
  /** Clock in ms, for tests. */
  readonly now?: () => number;
}

export interface TokenBuckets {
  /**
   * Takes units from a key's bucket when it is not empty; a single large taking may leave it in debt.
   *
   * @returns 0 when the units were taken, otherwise the time until the bucket is no longer empty, in ms.
   */
  take(key: string, units: number): number;
  /** Takes units without asking, for costs that are known only afterwards. */
  charge(key: string, units: number): void;
}

interface Bucket {
  level: number;
  at: number;
}

const MAX_KEYS = 50_000;

/** One bucket for each key, full at first. */
export function createTokenBuckets({
  capacity,
  perSecond,
  maxKeys = MAX_KEYS,
  now = () => performance.now(),
}: BucketOptions): TokenBuckets {
  const buckets = new LRUCache<string, Bucket>({ max: maxKeys });
  const bucketOf = (key: string): Bucket => {
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
      const bucket = bucketOf(key);
      // One unit must be there: time is then never as short as nothing.
      if (bucket.level < Math.min(1, capacity)) return Math.ceil(((1 - bucket.level) / perSecond) * 1000);
      bucket.level -= units;
      return 0;
    },
    charge(key, units) {
      bucketOf(key).level -= units;
    },
  };
}
