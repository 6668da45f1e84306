'use client';

import {
  startTransition,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type RefObject,
} from 'react';
import { PRINTED_WIDTH, useIsPrinting } from './printing';

/** The width of the row that was read last; rows of one page are as wide as each other, or nearly so. */
let lastWidth = 0;
const never = (): (() => void) => () => {};

/**
 * The width of an element, in pixels; 0 before it is known. While the page is printed, it is that of the paper. It is read before the first
 * frame after hydration, so that plots which depend on it do not move. Plots of an element that is added later are rendered once: at first for the width of the others.
 */
export function useRowWidth(): { readonly ref: RefObject<HTMLDivElement | null>; readonly width: number } {
  const ref = useRef<HTMLDivElement>(null);
  // 0 during hydration, since the server knows no width.
  const guess = useSyncExternalStore(
    never,
    () => lastWidth,
    () => 0,
  );
  const [width, setWidth] = useState(guess);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const read = (): number => {
      const { clientWidth } = element;
      // 0 while the element is not shown.
      if (clientWidth > 0) lastWidth = clientWidth;
      return clientWidth;
    };
    setWidth(read());
    // Later changes are those of the window, or of what opens beside the plots: it is there first, and the plots follow.
    const observer = new ResizeObserver(() => {
      const changed = read();
      startTransition(() => setWidth(changed));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const isPrinting = useIsPrinting();
  return { ref, width: isPrinting && width > 0 ? PRINTED_WIDTH : width };
}
