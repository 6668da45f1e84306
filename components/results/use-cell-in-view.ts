'use client';

import { useEffect, type RefObject } from 'react';
import { afterFrame } from '../scroll/after-frame';

function showPinnedCell(): void {
  document.querySelector('[data-pinned-cell]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/**
 * Keeps the pinned cell in view while the layout settles, until the visitor scrolls, clicks or types. The layout settles
 * after the page has loaded, and when the inspector opens, because it then covers a part of the plots.
 *
 * @param plots the element whose size is observed.
 * @param pinned a name of the pinned cell that changes when the inspector opens; null for none.
 */
export function useCellInView(plots: RefObject<HTMLElement | null>, pinned: string | null): void {
  useEffect(() => {
    if (!plots.current || pinned === null) return undefined;
    const observer = new ResizeObserver(showPinnedCell);
    const area = plots.current;
    // The frame that shows the pinned cell does not wait for it.
    const cancel = afterFrame(() => observer.observe(area));
    const stop = (): void => {
      cancel();
      observer.disconnect();
    };
    const moves = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;
    for (const move of moves) document.addEventListener(move, stop, { once: true, passive: true });
    return () => {
      stop();
      for (const move of moves) document.removeEventListener(move, stop);
    };
  }, [plots, pinned]);
  useRepeatedReferences();
}

/** Scrolls to the pinned cell when a reference to it is followed again: the address stays the same, so no other effect runs. */
function useRepeatedReferences(): void {
  useEffect(() => {
    const onClick = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (link?.getAttribute('href')?.startsWith('?cell=')) showPinnedCell();
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, []);
}
