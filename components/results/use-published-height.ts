'use client';

import { useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Keeps the height of an element in a custom property of its parent, so that what stands below it while the page scrolls knows how many
 * lines it has.
 */
export function usePublishedHeight(property: `--${string}`): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    const parent = element?.parentElement;
    if (!element || !parent || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(() =>
      parent.style.setProperty(property, `${element.offsetHeight}px`),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [property]);
  return ref;
}
