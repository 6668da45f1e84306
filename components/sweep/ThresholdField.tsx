'use client';

import { NumberInput } from '@mantine/core';

interface ThresholdFieldProps {
  readonly threshold: number;
  readonly onChange: (threshold: number) => void;
}

/** Sets the recovery from which a cell counts where cells are judged by both directions. */
export function ThresholdField({ threshold, onChange }: ThresholdFieldProps) {
  return (
    <NumberInput
      size="xs"
      w={150}
      aria-label="Threshold of recovery"
      title="Recovery from which a cell counts as sufficient (denoising) or necessary (noising)"
      prefix="recovery ≥ "
      min={0.05}
      max={1}
      step={0.05}
      decimalScale={3}
      value={threshold}
      onChange={(chosen) => {
        if (typeof chosen === 'number' && chosen > 0 && chosen <= 1) onChange(chosen);
      }}
    />
  );
}
