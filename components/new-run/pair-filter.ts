/** The filter of pairs in addresses and kept drafts. */
import type { PairFilter } from '../../domain/pair-filter';

export const NO_FILTER: PairFilter = { minGap: null, onlyRight: false, dropsOutliers: false };

/** Writes `0.5 right outliers`, the conditions that are set; empty for none. */
export function writeFilter({ minGap, onlyRight, dropsOutliers }: PairFilter): string {
  return [
    ...(minGap === null ? [] : [String(minGap)]),
    ...(onlyRight ? ['right'] : []),
    ...(dropsOutliers ? ['outliers'] : []),
  ].join(' ');
}

/** Reads what `writeFilter` writes; other parts are ignored. Null for no condition. */
export function readFilter(text: string): PairFilter | null {
  const parts = text.split(' ');
  const gap = parts.find((part) => /^-?\d{1,4}(\.\d{1,6})?$/.test(part));
  const filter = {
    minGap: gap === undefined ? null : Number(gap),
    onlyRight: parts.includes('right'),
    dropsOutliers: parts.includes('outliers'),
  };
  return writeFilter(filter) === '' ? null : filter;
}

/** Whether a kept draft holds a filter. */
export function isFilter(value: unknown): value is PairFilter {
  if (typeof value !== 'object' || value === null) return false;
  const { minGap, onlyRight, dropsOutliers } = value as Record<string, unknown>;
  return (
    (minGap === null || (typeof minGap === 'number' && Number.isFinite(minGap))) &&
    typeof onlyRight === 'boolean' &&
    typeof dropsOutliers === 'boolean'
  );
}
