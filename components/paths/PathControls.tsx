'use client';

import { Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import type { Direction, MlpRule, NormRule } from '../generated/graphql';
import { METRICS, metricRow } from '../sweep/metrics';
import { ValueControls } from '../sweep/ValueControls';
import type { PathState, PathValue } from './path-state';

interface PathControlsProps {
  readonly state: PathState;
  readonly value: PathValue;
  readonly usual: PathValue;
  readonly hasRecovery: boolean;
  readonly onChange: (change: Partial<PathState>) => void;
}

const DIRECTION_NOTES: Readonly<Record<Direction, string>> = {
  DENOISING: 'Denoising: the sender’s output of the clean run is put into the corrupted run.',
  NOISING: 'Noising: the sender’s output of the corrupted run is put into the clean run.',
};
const MLP_NOTES: Readonly<Record<MlpRule, string>> = {
  RECOMPUTED: 'MLPs recomputed: what a sender writes also acts through MLPs, as in Wang et al. 2022.',
  FROZEN: 'MLPs frozen: they keep their outputs of the base run; only the residual stream counts.',
};
const NORM_NOTES: Readonly<Record<NormRule, string>> = {
  RECOMPUTED: 'LayerNorm recomputed: its scale follows from what reaches the receivers.',
  FROZEN: 'LayerNorm frozen: it keeps its scale of the base run, so that the path is linear up to it.',
};

/** Chooses how paths are patched and what heatmaps show. */
export function PathControls({ state, value, usual, hasRecovery, onChange }: PathControlsProps) {
  const { steps, direction, metric, mlps, layerNorm, scale } = state;
  const hasReceivers = steps.length > 0;
  return (
    <Stack gap={6}>
      <Group gap="sm">
        <ValueControls
          {...{ value, usual, scale, hasRecovery, metric }}
          onChange={({ value: chosen, scale: colours }) =>
            onChange({
              ...(chosen !== undefined && chosen !== 'roles' && { value: chosen }),
              ...(colours !== undefined && { scale: colours }),
            })
          }
        />
        <Select
          size="xs"
          w={232}
          aria-label="Metric"
          title={metricRow(metric).practice}
          allowDeselect={false}
          value={metric}
          onChange={(chosen) => chosen && onChange({ metric: chosen })}
          data={METRICS.map((one) => ({ value: one, label: metricRow(one).title }))}
        />
      </Group>
      <Group gap="sm">
        <SegmentedControl
          size="xs"
          aria-label="Direction"
          value={direction}
          onChange={(chosen) => onChange({ direction: chosen })}
          data={[
            { value: 'DENOISING', label: 'Denoising' },
            { value: 'NOISING', label: 'Noising' },
          ]}
        />
        <SegmentedControl
          size="xs"
          aria-label="MLPs"
          value={mlps}
          onChange={(chosen) => onChange({ mlps: chosen })}
          data={[
            { value: 'RECOMPUTED', label: 'MLPs recomputed' },
            { value: 'FROZEN', label: 'frozen' },
          ]}
        />
        <SegmentedControl
          size="xs"
          aria-label="LayerNorm"
          value={hasReceivers ? layerNorm : 'RECOMPUTED'}
          onChange={(chosen) => onChange({ layerNorm: chosen })}
          data={[
            { value: 'RECOMPUTED', label: 'LayerNorm recomputed' },
            { value: 'FROZEN', label: 'frozen', disabled: !hasReceivers },
          ]}
        />
      </Group>
      <Text size="xs" c="dimmed" maw="100ch">
        {DIRECTION_NOTES[direction]} {MLP_NOTES[mlps]}{' '}
        {hasReceivers
          ? NORM_NOTES[layerNorm]
          : 'On the path to the logits the final LayerNorm is recomputed; frozen needs receivers.'}
      </Text>
    </Stack>
  );
}
