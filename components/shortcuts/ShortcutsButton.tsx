'use client';

import { openSiteDialog } from './open-dialog';
import classes from './shortcuts.module.css';

/** Opens the list of shortcuts, for those who do not know its key. */
export function ShortcutsButton() {
  return (
    <button type="button" className={classes.open} onClick={() => openSiteDialog('shortcuts')}>
      Keyboard shortcuts
    </button>
  );
}
