'use client';

import { Checkbox, Group, Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import type { PairFilter } from '../../domain/pair-filter';

// The field for numbers of the library is 10 kB, and a form with few pairs shows none.
const GapField = dynamic(() => import('./GapField').then((module) => module.GapField), {
  loading: () => <Skeleton height={30} width={150} />,
});

interface FilterFieldsProps {
  readonly filter: PairFilter;
  readonly onChange: (filter: PairFilter) => void;
}

/** Conditions that pairs must satisfy. */
export function FilterFields({ filter, onChange }: FilterFieldsProps) {
  const set = (part: Partial<PairFilter>): void => onChange({ ...filter, ...part });
  return (
    <Group gap="md" align="center">
      <GapField gap={filter.minGap} onChange={(minGap) => set({ minGap })} />
      <Checkbox
        size="xs"
        label="Only clean right and corrupted wrong"
        checked={filter.onlyRight}
        onChange={(event) => set({ onlyRight: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label="Leave out outliers"
        title="Gaps more than three interquartile ranges outside the quartiles; needs 8 pairs"
        checked={filter.dropsOutliers}
        onChange={(event) => set({ dropsOutliers: event.currentTarget.checked })}
      />
    </Group>
  );
}
