'use client';

import { useEffect, type RefObject } from 'react';
import { afterFrame } from '../../scroll/after-frame';

/**
 * Scrolls a cell into view whenever it changes. It follows the frame that shows the change, because it needs the layout of the page.
 *
 * @param at a name of the cell; null for none.
 */
export function useShownCell(place: RefObject<HTMLElement | null>, at: string | null): void {
  useEffect(() => {
    if (at === null) return undefined;
    return afterFrame(() => place.current?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' }));
  }, [place, at]);
}
