'use client';

import { Checkbox, SegmentedControl, Select, Text } from '@mantine/core';
import { STATISTIC_LABELS, whyNoStatistics } from './statistic-text';
import type { StatisticName, ValueName, ViewState } from './view-state';
import classes from './sweep.module.css';

interface StatisticControlsProps {
  readonly view: Pick<ViewState, 'statistic' | 'isMeanOfRatios' | 'hatchesUnclear' | 'prompt'>;
  readonly value: ValueName;
  /** Of the run. */
  readonly prompts: number;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** Chooses what is shown of the effects over prompts; says why where there is no choice. */
export function StatisticControls({ view, value, prompts, onChange }: StatisticControlsProps) {
  const why = whyNoStatistics(prompts, view.prompt, value);
  if (why !== null) {
    return (
      <Text size="xs" c="dimmed">
        {why}
      </Text>
    );
  }
  return (
    <>
      <div>
        <Text size="xs" fw={600} mb={2} aria-hidden>
          Statistic over prompts
        </Text>
        <SegmentedControl
          size="xs"
          aria-label="Statistic over prompts"
          value={view.statistic}
          onChange={(chosen) => onChange({ statistic: chosen as StatisticName })}
          className={classes.values}
          data={Object.entries(STATISTIC_LABELS).map(([name, label]) => ({ value: name, label }))}
        />
      </div>
      {value === 'recovery' && (
        <Select
          size="xs"
          label="Recovery over prompts"
          comboboxProps={{ withinPortal: false }}
          title="Ratio of means: mean effect over mean gap. Mean of ratios: each prompt by its own gap, each counts equally"
          allowDeselect={false}
          value={view.isMeanOfRatios ? 'prompts' : 'means'}
          onChange={(chosen) => onChange({ isMeanOfRatios: chosen === 'prompts' })}
          data={[
            { value: 'means', label: 'Ratio of means' },
            { value: 'prompts', label: 'Mean of ratios' },
          ]}
        />
      )}
      <Checkbox
        size="xs"
        label="Hatch what is not distinguishable from 0"
        checked={view.hatchesUnclear}
        onChange={(event) => onChange({ hatchesUnclear: event.currentTarget.checked })}
      />
    </>
  );
}
