import type { ReactNode } from 'react';
import classes from './WideTable.module.css';

/** A table that scrolls sideways where the page is narrower, by keyboard, too. */
export function WideTable({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.scroll} tabIndex={0}>
      {children}
    </div>
  );
}
