'use client';

import { SegmentedControl, Select } from '@mantine/core';
import { SCALES, type ScaleName } from '../plot/heatmap/scale';
import { VALUE_TEXT } from './value-text';
import type { ValueName, ViewState } from './view-state';

interface ValueControlsProps {
  readonly value: ValueName;
  /** The default value, which is not written into the address. */
  readonly usual: ValueName;
  readonly scale: ScaleName;
  /** Whether recovery is defined. */
  readonly hasRecovery?: boolean;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** Chooses the values and colours of heatmaps. */
export function ValueControls({ value, usual, scale, hasRecovery = true, onChange }: ValueControlsProps) {
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Values shown"
        value={value}
        onChange={(chosen) => onChange({ value: chosen === usual ? null : (chosen as ValueName) })}
        data={Object.entries(VALUE_TEXT).map(([name, { label }]) => ({
          value: name,
          label,
          disabled: name === 'recovery' && !hasRecovery,
        }))}
      />
      <Select
        size="xs"
        w={150}
        aria-label="Colours"
        allowDeselect={false}
        value={scale}
        onChange={(chosen) => chosen && onChange({ scale: chosen as ScaleName })}
        data={Object.entries(SCALES).map(([name, { label }]) => ({ value: name, label }))}
      />
    </>
  );
}
