'use client';

import { useEffect } from 'react';
import { afterFrame } from '../scroll/after-frame';

/** Dialogs that are open. */
let holders = 0;

/**
 * Keeps the page below from being scrolled while the component is mounted. The room of the scroll bar stays, so that nothing moves. The whole
 * page is painted again for it, so it follows the frame in which the dialog appears, or the one without it.
 */
export function useHeldPage(): void {
  useEffect(() => {
    const { style } = document.documentElement;
    const update = (): void => {
      style.overflow = holders > 0 ? 'hidden' : '';
    };
    holders++;
    afterFrame(update);
    return () => {
      holders--;
      afterFrame(update);
    };
  }, []);
}
