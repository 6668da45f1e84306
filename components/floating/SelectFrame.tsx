'use client';

import { Select } from '@mantine/core';
import type { LateSelectProps } from './LateSelect';

interface SelectFrameProps extends LateSelectProps {
  /** Whether its list is open when it appears. */
  readonly isOpen: boolean;
}

/** The field itself; it has the focus when it appears. */
export function SelectFrame({ isOpen, data, ...props }: SelectFrameProps) {
  return (
    <Select
      {...props}
      size="xs"
      data={[...data]}
      allowDeselect={false}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it replaces a field that has the focus
      autoFocus
      defaultDropdownOpened={isOpen}
    />
  );
}
