'use client';

import { useEffect, useRef, type RefObject } from 'react';

/**
 * Marks an element that scrolls sideways: `data-overflows` where its content is wider than itself, `data-more` while some of it is hidden on
 * the right. Changes render nothing.
 */
export function useSideScroll<Element extends HTMLElement>(): RefObject<Element | null> {
  const ref = useRef<Element>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element || typeof ResizeObserver === 'undefined') return undefined;
    const mark = (): void => {
      const hidden = element.scrollWidth - element.clientWidth;
      element.toggleAttribute('data-overflows', hidden > 1);
      element.toggleAttribute('data-more', hidden - element.scrollLeft > 1);
    };
    const observer = new ResizeObserver(mark);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    element.addEventListener('scroll', mark, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', mark);
    };
  }, []);
  return ref;
}
