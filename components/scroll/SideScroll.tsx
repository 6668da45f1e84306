'use client';

import type { ReactNode } from 'react';
import { useSideScroll } from './use-side-scroll';
import classes from './scroll.module.css';

interface SideScrollProps {
  /** Name of the region, for one that the Tab key reaches; left out where something within can be focused. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** Content that scrolls sideways within its place where the page is narrower. It fades out where it goes on. */
export function SideScroll({ label, children }: SideScrollProps) {
  const ref = useSideScroll<HTMLDivElement>();
  const region = label === undefined ? {} : { role: 'group', tabIndex: 0, 'aria-label': label };
  return (
    <div ref={ref} className={classes.scroll} {...region}>
      {children}
    </div>
  );
}
