'use client';

import { Skeleton, Stack, Text } from '@mantine/core';
import dynamic from 'next/dynamic';
import { memo, useMemo } from 'react';
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
export const BaselineLook = memo(function BaselineLook({ pairs, filter, onFilter }: BaselineLookProps) {
  const tone = useTone();
  // A filter does not change the chart, which is slow to draw.
  const histogram = useMemo(
    () => pairs.length >= FEWEST_PAIRS && <BaselineHistogram {...countBaselines(pairs)} tone={tone} />,
    [pairs, tone],
  );
  if (!histogram) return null;
  const clean = pairs.map((pair) => pair.clean);
  const corrupted = pairs.map((pair) => pair.corrupted);
  const { kept, leftOut } = filterPairs({ clean, corrupted }, filter);
  return (
    <Stack gap={6}>
      {histogram}
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
});

/** How many baselines each bin of the histogram has. */
function countBaselines(pairs: BaselineLookProps['pairs']) {
  const { width, bins } = countInBins(
    pairs.flatMap(({ clean, corrupted }) => [clean, corrupted]),
    1e-3,
    16,
  );
  const count = (side: 'clean' | 'corrupted', from: number): number =>
    pairs.filter((pair) => Math.floor(pair[side] / width) === Math.round(from / width)).length;
  const data = bins.map(({ from }) => ({
    at: from,
    clean: count('clean', from),
    corrupted: count('corrupted', from),
  }));
  return { data, width };
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
