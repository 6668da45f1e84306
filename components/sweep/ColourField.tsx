'use client';

import { Select } from '@mantine/core';
import type { ScaleName } from '../plot/heatmap/scale';
import { COLOUR_CHOICES } from './colour-choices';
import type { ViewState } from './view-state';

interface ColourFieldProps {
  readonly scale: ScaleName;
  readonly onChange: (change: Pick<ViewState, 'scale'>) => void;
  readonly label: string;
}

/** Chooses the diverging colours of heatmaps, inside of a menu. */
export function ColourField({ scale, onChange, label }: ColourFieldProps) {
  return (
    <Select
      size="xs"
      label={label}
      allowDeselect={false}
      // A portal would be outside of the menu.
      comboboxProps={{ withinPortal: false }}
      value={scale}
      onChange={(chosen) => chosen && onChange({ scale: chosen })}
      data={COLOUR_CHOICES}
    />
  );
}
