'use client';

import { Button, Checkbox, Popover } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { ColourField } from './ColourField';
import { StatisticControls } from './StatisticControls';
import type { ValueName, ViewState } from './view-state';
import classes from './sweep.module.css';

interface ViewMenuProps {
  readonly view: Omit<ViewState, 'pinned' | 'selection' | 'joint'>;
  readonly value: ValueName;
  /** Of the run. */
  readonly prompts: number;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** How plots are drawn: colours, their range, numbers, bars of means, and statistics over prompts. */
export function ViewMenu({ view, value, prompts, onChange }: ViewMenuProps) {
  const isChanged =
    view.statistic !== 'mean' ||
    view.hatchesUnclear ||
    view.hasMargins ||
    view.hasOwnScales ||
    !view.showsValues;
  return (
    <Popover position="bottom-start" shadow="md" trapFocus withinPortal closeOnClickOutside>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={14} />}
          data-changed={isChanged || undefined}
        >
          {isChanged ? 'View (changed)' : 'View'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="View" className={classes.view}>
        <StatisticControls {...{ view, value, prompts, onChange }} />
        <ColourField label="Colours" scale={view.scale} onChange={onChange} />
        <Checkbox
          size="xs"
          label="A colour scale for each plot"
          checked={view.hasOwnScales}
          onChange={(event) => onChange({ hasOwnScales: event.currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          label="Numbers in cells that have room"
          checked={view.showsValues}
          onChange={(event) => onChange({ showsValues: event.currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          label="Means of rows and columns"
          checked={view.hasMargins}
          onChange={(event) => onChange({ hasMargins: event.currentTarget.checked })}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
