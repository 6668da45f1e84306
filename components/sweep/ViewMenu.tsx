'use client';

import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { createElement, useState, type ComponentProps } from 'react';
import { makeLate } from '../floating/load-late';
import { useLateOpening } from '../floating/use-late-opening';
import type { ViewPanel } from './ViewPanel';
import type { ValueName, ViewState } from './view-state';

type PanelProps = ComponentProps<typeof ViewPanel>;

export const lateViewPanel = makeLate<PanelProps>(() =>
  import('./ViewPanel').then((module) => module.ViewPanel),
);

export interface ViewMenuProps {
  readonly view: Omit<ViewState, 'pinned' | 'selection' | 'joint'>;
  readonly value: ValueName;
  /** Of the run. */
  readonly prompts: number;
  readonly onChange: (change: Partial<ViewState>) => void;
}

/** How plots are drawn: colours, their range, numbers, bars of means, and statistics over prompts. */
export function ViewMenu(props: ViewMenuProps) {
  const { view } = props;
  const [button, opening] = useLateOpening('dialog', lateViewPanel.load);
  const isChanged =
    view.statistic !== 'mean' ||
    view.hatchesUnclear ||
    view.hasMargins ||
    view.hasOwnScales ||
    !view.showsValues;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconAdjustmentsHorizontal size={14} />}
        data-changed={isChanged || undefined}
        {...button}
      >
        {isChanged ? 'View (changed)' : 'View'}
      </Button>
      {opening && <Opened {...props} opening={opening} />}
    </>
  );
}

function Opened(props: PanelProps) {
  // The same one as long as it is mounted.
  const [panel] = useState(() => lateViewPanel.find());
  return createElement(panel, props);
}
