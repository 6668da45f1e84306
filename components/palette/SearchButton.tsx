'use client';

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
      aria-label="Search and commands"
      aria-keyshortcuts={isApple ? 'Meta+K' : 'Control+K'}
      onClick={() => openSiteDialog('search')}
    >
      <IconSearch size={15} aria-hidden />
      <span className={classes.openLabel}>Search</span>
      <span className={classes.openKeys}>
        <Keys keys="Mod+K" isApple={isApple} />
      </span>
    </button>
  );
}
