'use client';

import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import classes from './ColorSchemeToggle.module.css';

/** Switches between light and dark. */
export function ColorSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const current = useComputedColorScheme('light', { getInitialValueInEffect: true });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label="Switch between light and dark"
      onClick={() => setColorScheme(current === 'light' ? 'dark' : 'light')}
    >
      <IconSun className={classes.inDark} size={18} stroke={1.7} />
      <IconMoon className={classes.inLight} size={18} stroke={1.7} />
    </ActionIcon>
  );
}
