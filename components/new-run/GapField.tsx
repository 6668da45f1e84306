'use client';

import { NumberInput } from '@mantine/core';

interface GapFieldProps {
  /** Null for any. */
  readonly gap: number | null;
  readonly onChange: (gap: number | null) => void;
}

/** The least gap of the pairs that are kept, in logits. */
export function GapField({ gap, onChange }: GapFieldProps) {
  return (
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
      value={gap ?? ''}
      onChange={(value) => onChange(typeof value === 'number' ? value : null)}
    />
  );
}
