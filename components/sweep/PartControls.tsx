'use client';

import { SegmentedControl, Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import { memo } from 'react';
import { LateSelect } from '../floating/LateSelect';
import type { Direction, Metric } from '../generated/graphql';
import { metricRow } from './metrics';
import type { ValueName, ViewState } from './view-state';

const ThresholdField = dynamic(() => import('./ThresholdField').then((module) => module.ThresholdField), {
  loading: () => <Skeleton height={30} width={150} />,
});

interface PartControlsProps {
  readonly directions: readonly Direction[];
  readonly metrics: readonly Metric[];
  readonly direction: Direction;
  readonly metric: Metric;
  readonly value: ValueName;
  readonly threshold: number;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/**
 * Chooses direction and metric of a run that has several, and the threshold where cells are judged by both directions. Renders only when
 * something of it has changed.
 */
export const PartControls = memo(function PartControls(props: PartControlsProps) {
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
        <LateSelect
          w={200}
          aria-label="Metric"
          title={metricRow(metric).practice}
          value={metric}
          onChange={(chosen) => chosen && onChange({ metric: chosen === metrics[0] ? null : chosen })}
          data={metrics.map((one) => ({ value: one, label: metricRow(one).title }))}
        />
      )}
      {value === 'roles' && (
        <ThresholdField threshold={threshold} onChange={(chosen) => onChange({ threshold: chosen })} />
      )}
    </>
  );
});
