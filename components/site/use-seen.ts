'use client';

import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

interface SeenOptions {
  /**
   * Whether only what is in view counts before the page is scrolled. Then a page loads nothing for what is below its first
   * screen, and after the first scroll the parts ahead are ready when they are reached.
   */
  readonly waitsForScroll?: boolean;
}

/** How far ahead parts are prepared. */
const NEAR = '300px';
const AHEAD = '700px';

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
    let stop = observe(element, waitsForScroll ? '0px' : NEAR, see);
    const lookAhead = (): void => {
      stop();
      stop = observe(element, AHEAD, see);
    };
    if (waitsForScroll) window.addEventListener('scroll', lookAhead, { once: true, passive: true });
    return () => {
      stop();
      window.removeEventListener('scroll', lookAhead);
    };
  }, [isSeen, waitsForScroll, see]);
  return [ref, isSeen, see];
}

function observe(element: HTMLElement, rootMargin: string, see: () => void): () => void {
  const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && see(), { rootMargin });
  observer.observe(element);
  return () => observer.disconnect();
}
