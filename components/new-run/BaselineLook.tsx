'use client';

import { Skeleton, Stack, Text } from '@mantine/core';
import dynamic from 'next/dynamic';
import { isGapTooSmall } from '../../domain/effect';
import { countInBins } from '../../domain/histogram';
import {
  countLeftOut,
  describeLeftOut,
  filterPairs,
  findOutliers,
  isFiltering,
  REASON_TEXTS,
  type PairFilter,
} from '../../domain/pair-filter';
import { useTone } from '../plot/heatmap/use-tone';
import { FilterFields } from './FilterFields';
import { formatLogits } from './format-logits';

// Recharts is as large as the rest of the page, so it is loaded on demand.
const BaselineHistogram = dynamic(
  () => import('../charts/BaselineHistogram').then((module) => module.BaselineHistogram),
  { ssr: false, loading: () => <Skeleton height={170} /> },
);

/** Pairs that are listed by number. */
const MOST_LISTED = 30;
/** Pairs from which on a distribution says more than the numbers in the table. */
const FEWEST_PAIRS = 3;

interface BaselineLookProps {
  /** Logit differences of the unpatched runs of the pairs that can be used. */
  readonly pairs: readonly { readonly index: number; readonly clean: number; readonly corrupted: number }[];
  readonly filter: PairFilter;
  /** Null where no filter can be chosen. */
  readonly onFilter: ((filter: PairFilter) => void) | null;
}

/** The distribution of the baselines, what a filter leaves out, and the filter. */
export function BaselineLook({ pairs, filter, onFilter }: BaselineLookProps) {
  const tone = useTone();
  if (pairs.length < FEWEST_PAIRS) return null;
  const clean = pairs.map((pair) => pair.clean);
  const corrupted = pairs.map((pair) => pair.corrupted);
  const { width, bins } = countInBins([...clean, ...corrupted], 1e-3, 16);
  const data = bins.map(({ from }) => {
    const count = (values: readonly number[]): number =>
      values.filter((value) => Math.floor(value / width) === Math.round(from / width)).length;
    return { at: from, clean: count(clean), corrupted: count(corrupted) };
  });
  const { kept, leftOut } = filterPairs({ clean, corrupted }, filter);
  return (
    <Stack gap={6}>
      <BaselineHistogram data={data} width={width} tone={tone} />
      <Text size="sm">{describePairs(pairs)}</Text>
      {onFilter && <FilterFields filter={filter} onChange={onFilter} />}
      {isFiltering(filter) && (
        <Text size="sm" role="status">
          The filter keeps {kept.length} of {pairs.length} pairs
          {leftOut.length > 0 && `; left out: ${describeLeftOut(countLeftOut(leftOut))}`}.
        </Text>
      )}
      {leftOut.length > 0 && (
        <details>
          <summary>
            {leftOut.length === 1 ? 'The pair left out' : `The ${leftOut.length} pairs left out`}
          </summary>
          <Text size="sm">
            {leftOut
              .slice(0, MOST_LISTED)
              .map(({ index, reason }) => `${pairs[index]!.index + 1} (${REASON_TEXTS[reason]})`)
              .join(', ')}
            {leftOut.length > MOST_LISTED && ` and ${leftOut.length - MOST_LISTED} more`}
          </Text>
        </details>
      )}
    </Stack>
  );
}

/** `Answered right: 8 of 8 clean, 1 of 8 corrupted. Gap from 0.4 to 6.1, …`. */
function describePairs(pairs: BaselineLookProps['pairs']): string {
  const gaps = pairs.map(({ clean, corrupted }) => clean - corrupted);
  const small = gaps.filter((gap) => isGapTooSmall({ base: 0, source: gap })).length;
  const outliers = findOutliers(gaps);
  const right = (side: 'clean' | 'corrupted'): number => pairs.filter((pair) => pair[side] > 0).length;
  return [
    `Answered right: ${right('clean')} of ${pairs.length} clean, ${right('corrupted')} of ${pairs.length} corrupted prompts.`,
    `Gap from ${formatLogits(Math.min(...gaps))} to ${formatLogits(Math.max(...gaps))} logits` +
      `${small > 0 ? `; ${small} too small to normalise by` : ''}.`,
    ...(outliers.length > 0
      ? [
          `Outliers: ${outliers
            .slice(0, MOST_LISTED)
            .map((at) => pairs[at]!.index + 1)
            .join(', ')}.`,
        ]
      : []),
  ].join(' ');
}
