'use client';

import { VisuallyHidden } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Keys } from '../shortcuts/Keys';
import { openSiteDialog } from '../shortcuts/open-dialog';
import { useIsApple } from '../shortcuts/use-is-apple';
import classes from './palette.module.css';

/** Opens the search, and names its keys. */
export function SearchButton() {
  const isApple = useIsApple();
  return (
    <button
      type="button"
      className={classes.open}
      aria-keyshortcuts={isApple ? 'Meta+K' : 'Control+K'}
      onClick={() => openSiteDialog('search')}
    >
      <IconSearch size={15} aria-hidden />
      <VisuallyHidden>Search and commands</VisuallyHidden>
      <span className={classes.openLabel} aria-hidden>
        Search
      </span>
      <span className={classes.openKeys} aria-hidden>
        <Keys keys="Mod+K" isApple={isApple} />
      </span>
    </button>
  );
}
