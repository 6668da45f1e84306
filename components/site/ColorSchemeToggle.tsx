'use client';

import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { startTransition } from 'react';
import classes from './ColorSchemeToggle.module.css';

/** Switches between light and dark. */
export function ColorSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const toggle = (): void => {
    // The attribute is ahead of what is rendered.
    const isDark = document.documentElement.dataset['mantineColorScheme'] === 'dark';
    // Style sheets change at once. Plots, which are drawn in the colours of the scheme, follow and can be interrupted.
    startTransition(() => setColorScheme(isDark ? 'light' : 'dark'));
  };
  return (
    <ActionIcon variant="subtle" color="gray" aria-label="Switch between light and dark" onClick={toggle}>
      <IconSun className={classes.inDark} size={18} stroke={1.7} />
      <IconMoon className={classes.inLight} size={18} stroke={1.7} />
    </ActionIcon>
  );
}
