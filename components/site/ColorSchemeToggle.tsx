'use client';

import { ActionIcon } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { startTransition, useOptimistic } from 'react';
import classes from './ColorSchemeToggle.module.css';
import { useColourScheme } from './use-colour-scheme';

/** Switches between light and dark. The button answers at once; the page, all of whose colours change, follows after that frame. */
export function ColorSchemeToggle() {
  const { choose } = useColourScheme();
  const [chosen, show] = useOptimistic<'light' | 'dark' | null>(null);
  const toggle = (): void =>
    startTransition(async () => {
      // The attribute is ahead of what is rendered.
      const now = chosen ?? document.documentElement.dataset['mantineColorScheme'];
      const next = now === 'dark' ? 'light' : 'dark';
      show(next);
      await choose(next);
    });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label="Switch between light and dark"
      data-chosen={chosen ?? undefined}
      onClick={toggle}
    >
      <IconSun className={classes.inDark} size={18} stroke={1.7} />
      <IconMoon className={classes.inLight} size={18} stroke={1.7} />
    </ActionIcon>
  );
}
