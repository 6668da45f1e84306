'use client';

import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/**
 * The width of an element, in pixels; 0 before it is known. It is read before the first frame after hydration, so that plots which depend
 * on it do not move.
 */
export function useRowWidth(): { readonly ref: RefObject<HTMLDivElement | null>; readonly width: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const read = (): void => setWidth(element.clientWidth);
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
