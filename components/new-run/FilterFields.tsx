'use client';

import { Checkbox, Group, NumberInput } from '@mantine/core';
import type { PairFilter } from '../../domain/pair-filter';

interface FilterFieldsProps {
  readonly filter: PairFilter;
  readonly onChange: (filter: PairFilter) => void;
}

/** Conditions that pairs must satisfy. */
export function FilterFields({ filter, onChange }: FilterFieldsProps) {
  const set = (part: Partial<PairFilter>): void => onChange({ ...filter, ...part });
  return (
    <Group gap="md" align="center">
      <NumberInput
        size="xs"
        w={150}
        aria-label="Least gap"
        title="Least clean minus corrupted logit difference, in logits. Empty: any"
        placeholder="Least gap"
        prefix="gap ≥ "
        step={0.5}
        decimalScale={4}
        min={-1000}
        max={1000}
        value={filter.minGap ?? ''}
        onChange={(value) => set({ minGap: typeof value === 'number' ? value : null })}
      />
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
