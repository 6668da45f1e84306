/** A table of footprints, and how fast each of their numbers grows. */
import type { SiteFootprint } from './site';

export interface Sample {
  /** Runs or requests so far. */
  readonly count: number;
  readonly footprint: SiteFootprint;
  /** Further columns. */
  readonly more: Readonly<Record<string, string | number>>;
}

type Quantity = (footprint: SiteFootprint) => number | undefined;

const QUANTITIES: Readonly<Record<string, Quantity>> = {
  'web fds': ({ web }) => web.descriptors,
  'web threads': ({ web }) => web.threads,
  'web RSS MB': ({ web }) => web.megabytes,
  'web heap MB': ({ heapMegabytes }) => heapMegabytes,
  'web external MB': ({ externalMegabytes }) => externalMegabytes,
  'engine fds': ({ engine }) => engine?.descriptors,
  'engine threads': ({ engine }) => engine?.threads,
  'engine RSS MB': ({ engine }) => engine?.megabytes,
  'database MB': ({ databaseMegabytes }) => databaseMegabytes,
};

/** A row for each sample, and a last one with the growth over `per` of what is counted. */
export function footprintRows(samples: readonly Sample[], per: number) {
  const rows = samples.map(({ count, footprint, more }) => ({
    after: String(count),
    ...columns((quantity) => format(quantity(footprint))),
    ...more,
  }));
  const growth = columns((quantity) => {
    const points = samples.slice(firstSettled(samples)).flatMap(({ count, footprint }) => {
      const value = quantity(footprint);
      return value === undefined ? [] : [[count, value] as const];
    });
    const slope = per * fitSlope(points);
    return Number.isFinite(slope) ? `${slope >= 0 ? '+' : ''}${slope.toFixed(2)}` : '–';
  });
  return [...rows, { after: `growth per ${per}`, ...growth }];
}

/**
 * The slope of the least-squares line; NaN for fewer than two different x.
 */
export function fitSlope(points: readonly (readonly [x: number, y: number])[]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

/** Caches and pools are filled in the first fifth, which is no growth. */
function firstSettled(samples: readonly Sample[]): number {
  const last = samples.at(-1)?.count ?? 0;
  const found = samples.findIndex(({ count }) => count >= last / 5);
  return Math.max(0, found);
}

function columns(write: (quantity: Quantity) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(QUANTITIES).map(([name, quantity]) => [name, write(quantity)]));
}

function format(value: number | undefined): string {
  if (value === undefined) return '–';
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}
