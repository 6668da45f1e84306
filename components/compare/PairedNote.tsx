'use client';

import { Text } from '@mantine/core';
import { MIN_PROMPTS } from '../../domain/statistics/cells';
import { describeTest } from '../sweep/statistic-text';
import type { ComparedValue } from './compared-sweeps';
import type { PairedRuns } from './use-paired';

interface PairedNoteProps {
  readonly paired: PairedRuns;
  readonly value: ComparedValue;
  /** Of the first run. */
  readonly prompts: number;
}

/** What is tested of the difference of two runs, or why nothing is. */
export function PairedNote({ paired, value, prompts }: PairedNoteProps) {
  const [first] = paired.byKind.values();
  const what =
    value === 'recovery'
      ? 'the recovery of each prompt by its own gap'
      : 'the change of the metric of each prompt';
  const text =
    prompts < MIN_PROMPTS
      ? `A paired comparison needs at least ${MIN_PROMPTS} prompt pairs.`
      : (paired.reason ?? (first && `B − A, ${what}. ${describeTest(prompts, first.leftOut)}`));
  if (!text) return null;
  return (
    <Text size="xs" c="dimmed">
      {text}
    </Text>
  );
}
