'use client';

import { Checkbox, Popover } from '@mantine/core';
import { Attach } from '../floating/Attach';
import type { LateOpening } from '../floating/use-late-opening';
import { ColourField } from './ColourField';
import { StatisticControls } from './StatisticControls';
import type { ViewMenuProps } from './ViewMenu';
import classes from './sweep.module.css';

interface ViewPanelProps extends ViewMenuProps {
  readonly opening: LateOpening;
}

/** The fields of the menu View, below its button. */
export function ViewPanel({ opening, view, value, prompts, onChange }: ViewPanelProps) {
  const { id, node, isOpen, onOpen } = opening;
  return (
    <Popover
      id={id}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
      closeOnClickOutside
      opened={isOpen}
      onChange={onOpen}
    >
      <Popover.Target>
        <Attach node={node} />
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
