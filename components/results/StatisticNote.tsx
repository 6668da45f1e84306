'use client';

import { Text } from '@mantine/core';
import { describeTest } from '../sweep/statistic-text';
import type { StatisticsInView } from './use-statistics';

interface StatisticNoteProps {
  readonly statistics: Pick<StatisticsInView, 'byKind' | 'leftOut' | 'statistic' | 'isMeanOfRatios'>;
  /** Of the run. */
  readonly prompts: number;
  readonly isHatched: boolean;
}

/** States the test, its correction, the number of prompts and the normalisation of what is shown. */
export function StatisticNote({ statistics, prompts, isHatched }: StatisticNoteProps) {
  const { byKind, leftOut, statistic, isMeanOfRatios } = statistics;
  if (byKind.size === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {describeTest(prompts, leftOut)}
      {isHatched && ' Cells with falling diagonals are not distinguishable from 0.'}
      {isMeanOfRatios && ' Recovery is the mean over prompts of the recovery by the gap of each prompt.'}
      {statistic === 'error' &&
        !isMeanOfRatios &&
        ' The standard error of the recovery takes the mean gap as fixed.'}
    </Text>
  );
}
