'use client';

import { SegmentedControl, Select } from '@mantine/core';
import { SCALES, type ScaleName } from '../heatmap/scale';
import type { ViewState } from './view-state';

interface ValueControlsProps {
  readonly isRaw: boolean;
  readonly scale: ScaleName;
  /** Whether there is no recovery to show. */
  readonly isRawOnly?: boolean;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** Which values heatmaps show, and in which colours. */
export function ValueControls({ isRaw, scale, isRawOnly = false, onChange }: ValueControlsProps) {
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Values shown"
        value={isRaw ? 'raw' : 'recovery'}
        disabled={isRawOnly}
        onChange={(value) => onChange({ isRaw: value === 'raw' })}
        data={[
          { value: 'recovery', label: 'Recovery' },
          { value: 'raw', label: 'Change in logits' },
        ]}
      />
      <Select
        size="xs"
        w={150}
        aria-label="Colours"
        allowDeselect={false}
        value={scale}
        onChange={(value) => value && onChange({ scale: value as ScaleName })}
        data={Object.entries(SCALES).map(([value, { label }]) => ({ value, label }))}
      />
    </>
  );
}
