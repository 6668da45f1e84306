'use client';

import { Select } from '@mantine/core';
import { SCALES, type ScaleName } from '../plot/heatmap/scale';
import type { ViewState } from './view-state';

interface ColourFieldProps {
  readonly scale: ScaleName;
  readonly onChange: (change: Pick<ViewState, 'scale'>) => void;
  /** Shown above the field; without it the field has a name for screen readers only. */
  readonly label?: string;
  /** Width in pixels. */
  readonly w?: number;
}

/** Chooses the diverging colours of heatmaps. */
export function ColourField({ scale, onChange, label, w }: ColourFieldProps) {
  return (
    <Select
      size="xs"
      aria-label="Colours"
      allowDeselect={false}
      // Inside of a menu, a portal would be outside of it.
      comboboxProps={{ withinPortal: label === undefined }}
      {...(w !== undefined && { w })}
      {...(label !== undefined && { label })}
      value={scale}
      onChange={(chosen) => chosen && onChange({ scale: chosen as ScaleName })}
      data={Object.entries(SCALES).map(([name, one]) => ({ value: name, label: one.label }))}
    />
  );
}
