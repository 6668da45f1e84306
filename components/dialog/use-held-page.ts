'use client';

import { useLayoutEffect } from 'react';

/** Dialogs that are open. */
let holders = 0;

/** Keeps the page below from being scrolled while the component is mounted. The room of the scroll bar stays, so that nothing moves. */
export function useHeldPage(): void {
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    holders++;
    style.overflow = 'hidden';
    return () => {
      holders--;
      if (holders === 0) style.overflow = '';
    };
  }, []);
}
