'use client';

import { SegmentedControl } from '@mantine/core';
import { memo } from 'react';
import type { ScaleName } from '../plot/heatmap/scale';
import { LateSelect } from '../floating/LateSelect';
import type { Metric } from '../generated/graphql';
import { COLOUR_CHOICES } from './colour-choices';
import { DEFAULT_METRIC } from './metrics';
import { valueText } from './value-text';
import type { ValueName, ViewState } from './view-state';
import classes from './sweep.module.css';

interface ValueControlsProps {
  readonly value: ValueName;
  /** The default value, which is not written into the address. */
  readonly usual: ValueName;
  /** Left out where the colours are chosen elsewhere. */
  readonly scale?: ScaleName;
  /** Whether recovery is defined. */
  readonly hasRecovery?: boolean;
  readonly metric?: Metric;
  /** Whether both directions are there, so that cells can be judged. */
  readonly hasRoles?: boolean;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** Chooses the values and colours of heatmaps. Renders only when something of it has changed. */
export const ValueControls = memo(function ValueControls(props: ValueControlsProps) {
  const {
    value,
    usual,
    scale,
    hasRecovery = true,
    metric = DEFAULT_METRIC,
    hasRoles = false,
    onChange,
  } = props;
  const names: readonly ValueName[] = [
    'recovery',
    'change',
    'raw',
    ...(hasRoles ? (['roles'] as const) : []),
  ];
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Values shown"
        value={value}
        onChange={(chosen) => onChange({ value: chosen === usual ? null : chosen })}
        className={classes.values}
        data={names.map((name) => ({
          value: name,
          label: valueText(name, metric).label,
          disabled: (name === 'recovery' || name === 'roles') && !hasRecovery,
        }))}
      />
      {scale && (
        <LateSelect
          w={150}
          aria-label="Colours"
          value={scale}
          onChange={(chosen) => chosen && onChange({ scale: chosen })}
          data={COLOUR_CHOICES}
        />
      )}
    </>
  );
});
