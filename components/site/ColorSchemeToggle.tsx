'use client';

import { ActionIcon } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import classes from './ColorSchemeToggle.module.css';
import { useColourScheme } from './use-colour-scheme';

/** Switches between light and dark. */
export function ColorSchemeToggle() {
  const { choose } = useColourScheme();
  const toggle = (): void => {
    // The attribute is ahead of what is rendered.
    const isDark = document.documentElement.dataset['mantineColorScheme'] === 'dark';
    choose(isDark ? 'light' : 'dark');
  };
  return (
    <ActionIcon variant="subtle" color="gray" aria-label="Switch between light and dark" onClick={toggle}>
      <IconSun className={classes.inDark} size={18} stroke={1.7} />
      <IconMoon className={classes.inLight} size={18} stroke={1.7} />
    </ActionIcon>
  );
}
