'use client';

import { NumberInput } from '@mantine/core';
import { DEFAULT_STOP_PAIRS } from '../../domain/stop-rule';

interface StopFieldProps {
  readonly interval: number | undefined;
  readonly onChange: (interval: number | undefined) => void;
}

/** When a run of a whole set ends before its last pair. */
export function StopField({ interval, onChange }: StopFieldProps) {
  return (
    <NumberInput
      size="sm"
      mb="xs"
      maw={420}
      label="Stop when the interval is below"
      description={`Half the width of the widest 95% interval of a mean recovery, looked at after each batch from ${DEFAULT_STOP_PAIRS} pairs on. Stopping early makes intervals cover a little less than 95%. Empty: all pairs are computed.`}
      placeholder="e.g. 0.01"
      prefix="± "
      step={0.005}
      decimalScale={4}
      min={0}
      max={0.9999}
      value={interval ?? ''}
      onChange={(value) => onChange(typeof value === 'number' && value > 0 ? value : undefined)}
    />
  );
}
