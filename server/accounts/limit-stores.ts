/** Where rate limits are counted: in this process here, or in Redis for all processes of a site (cluster/shared-limits.ts). */
import { createTokenBuckets } from './token-buckets';

type MaybePromise<T> = T | Promise<T>;

/** Token buckets, one for each key; see TokenBuckets. */
export interface Buckets {
  take(key: string, units: number): MaybePromise<number>;
  charge(key: string, units: number): MaybePromise<void>;
  read(key: string): MaybePromise<{ readonly level: number; readonly fullInMs: number }>;
}

/** An attempt to open something that counts until it is released. */
export interface Opened {
  /** Null when a limit is reached. */
  readonly release: (() => void) | null;
  /** Open ones of the address and of all, before this one. */
  readonly mine: number;
  readonly total: number;
}

/** Counts what is open at the same time. */
export interface OpenCounts {
  /** @param perAddress limit; 0 for none, as `inAll`. */
  open(address: string, perAddress: number, inAll: number): MaybePromise<Opened>;
  /** Open ones of an address. */
  count(address: string): MaybePromise<number>;
}

export interface LimitStores {
  /** @param name of the limit. */
  buckets(name: string, capacity: number, perSecond: number): Buckets;
  /** @param scope what the limit of all is about: the memory of a process, or the whole site. */
  openCounts(name: string, scope: 'process' | 'site'): OpenCounts;
}

/** Stores of this process. @param now clock in ms, for tests. */
export function createMemoryStores(now?: () => number): LimitStores {
  return {
    buckets: (_name, capacity, perSecond) => createTokenBuckets({ capacity, perSecond, now }),
    openCounts: () => createMemoryCounts(),
  };
}

function createMemoryCounts(): OpenCounts {
  const open = new Map<string, number>();
  let total = 0;
  return {
    open(address, perAddress, inAll) {
      const mine = open.get(address) ?? 0;
      const before = { mine, total };
      if ((perAddress > 0 && mine >= perAddress) || (inAll > 0 && total >= inAll))
        return { ...before, release: null };
      open.set(address, mine + 1);
      total++;
      let isOpen = true;
      const release = (): void => {
        if (!isOpen) return;
        isOpen = false;
        total--;
        const left = (open.get(address) ?? 1) - 1;
        if (left === 0) open.delete(address);
        else open.set(address, left);
      };
      return { ...before, release };
    },
    count: (address) => open.get(address) ?? 0,
  };
}
