'use client';

import { Menu } from '@mantine/core';
import { Fragment, type ReactNode } from 'react';
import { Attach } from './Attach';
import type { LateOpening } from './use-late-opening';
import classes from './floating.module.css';

/** An entry of a menu. */
export interface MenuEntry {
  readonly key: string;
  readonly label: ReactNode;
  readonly isDisabled?: boolean;
  /** Whether a line separates it from the entry before it. */
  readonly isApart?: boolean;
  readonly onClick: () => void;
}

interface MenuFrameProps {
  readonly opening: LateOpening;
  readonly entries: readonly MenuEntry[];
}

/** The entries of a menu, below its button. */
export function MenuFrame({ opening: { id, node, isOpen, onOpen }, entries }: MenuFrameProps) {
  return (
    <Menu
      id={id}
      shadow="md"
      position="bottom-end"
      withinPortal
      opened={isOpen}
      onChange={onOpen}
      classNames={{ dropdown: classes.menu! }}
    >
      <Menu.Target>
        <Attach node={node} />
      </Menu.Target>
      <Menu.Dropdown>
        {entries.map(({ key, label, isDisabled = false, isApart = false, onClick }) => (
          <Fragment key={key}>
            {isApart && <Menu.Divider />}
            <Menu.Item disabled={isDisabled} onClick={onClick}>
              {label}
            </Menu.Item>
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
