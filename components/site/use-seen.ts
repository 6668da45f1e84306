'use client';

import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

interface SeenOptions {
  /**
   * Whether only what is in view counts, until the page is scrolled for the first time. Then a page loads nothing for what is
   * below its first screen, and the parts below are ready when they are reached.
   */
  readonly waitsForScroll?: boolean;
}

/** How far ahead parts are prepared on pages that do not wait for a scroll. */
const NEAR = '300px';

/** What ends the waiting of each element that waits. */
const waiting = new Set<() => void>();

/** Ends all waiting: the page is about to be printed, where everything is in view. */
export function seeAll(): void {
  for (const see of waiting) see();
}

/** Whether an element has been near the visible part of the page: what nobody has looked at is neither computed nor loaded. The last entry ends the waiting. */
export function useSeen<Element extends HTMLElement>({ waitsForScroll = false }: SeenOptions = {}): [
  RefObject<Element | null>,
  boolean,
  () => void,
] {
  const ref = useRef<Element>(null);
  const [isSeen, setSeen] = useState(false);
  const see = useCallback(() => setSeen(true), []);
  useEffect(() => {
    const element = ref.current;
    if (!element || isSeen) return undefined;
    if (typeof IntersectionObserver === 'undefined') {
      setSeen(true);
      return undefined;
    }
    waiting.add(see);
    const stop = observe(element, waitsForScroll ? '0px' : NEAR, see);
    if (waitsForScroll) window.addEventListener('scroll', see, { once: true, passive: true });
    return () => {
      waiting.delete(see);
      stop();
      window.removeEventListener('scroll', see);
    };
  }, [isSeen, waitsForScroll, see]);
  return [ref, isSeen, see];
}

function observe(element: HTMLElement, rootMargin: string, see: () => void): () => void {
  const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && see(), { rootMargin });
  observer.observe(element);
  return () => observer.disconnect();
}
