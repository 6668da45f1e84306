'use client';

import { NumberInput, SegmentedControl, Select } from '@mantine/core';
import type { Direction, Metric } from '../generated/graphql';
import { metricRow } from './metrics';
import type { ValueName, ViewState } from './view-state';

interface PartControlsProps {
  readonly directions: readonly Direction[];
  readonly metrics: readonly Metric[];
  readonly direction: Direction;
  readonly metric: Metric;
  readonly value: ValueName;
  readonly threshold: number;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** Chooses direction and metric of a run that has several, and the threshold where cells are judged by both directions. */
export function PartControls(props: PartControlsProps) {
  const { directions, metrics, direction, metric, value, threshold, onChange } = props;
  return (
    <>
      {directions.length > 1 && value !== 'roles' && (
        <SegmentedControl
          size="xs"
          aria-label="Direction"
          value={direction}
          onChange={(chosen) => onChange({ direction: chosen === directions[0] ? null : chosen })}
          data={directions.map((one) => ({
            value: one,
            label: one === 'DENOISING' ? 'Denoising' : 'Noising',
          }))}
        />
      )}
      {metrics.length > 1 && (
        <Select
          size="xs"
          w={200}
          aria-label="Metric"
          title={metricRow(metric).practice}
          allowDeselect={false}
          value={metric}
          onChange={(chosen) => chosen && onChange({ metric: chosen === metrics[0] ? null : chosen })}
          data={metrics.map((one) => ({ value: one, label: metricRow(one).title }))}
        />
      )}
      {value === 'roles' && (
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
            if (typeof chosen === 'number' && chosen > 0 && chosen <= 1) onChange({ threshold: chosen });
          }}
        />
      )}
    </>
  );
}
