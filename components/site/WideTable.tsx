'use client';

import type { ReactNode } from 'react';
import { useSideScroll } from '../scroll/use-side-scroll';
import classes from '../scroll/scroll.module.css';

/** A table that scrolls sideways where the page is narrower, by keyboard, too. It fades out where it goes on. */
export function WideTable({ children }: { readonly children: ReactNode }) {
  const ref = useSideScroll<HTMLDivElement>();
  return (
    <div ref={ref} className={`${classes.scroll} ${classes.table}`} tabIndex={0}>
      {children}
    </div>
  );
}
