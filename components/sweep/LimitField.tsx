'use client';

import { NumberInput } from '@mantine/core';

interface LimitFieldProps {
  /** Title of the section. */
  readonly section: string;
  /** Null for the largest value. */
  readonly limit: number | null;
  readonly largest: number;
  readonly onLimit: (limit: number | null) => void;
}

/** Sets the limit of a section's colour scale. Empty: the largest value of the section. */
export function LimitField({ section, limit, largest, onLimit }: LimitFieldProps) {
  return (
    <NumberInput
      size="xs"
      w={76}
      hideControls
      title="Limit of the colour scale. Empty: the largest value"
      aria-label={`Colour limit of ${section}`}
      placeholder={`±${largest.toFixed(2)}`}
      prefix="±"
      min={0}
      max={9999}
      step={0.1}
      decimalScale={4}
      value={limit ?? ''}
      onChange={(value) => onLimit(typeof value === 'number' && value > 0 ? value : null)}
    />
  );
}
