'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { openSiteDialog, siteDialog } from './open-dialog';

type Listener = (event: KeyboardEvent) => void;

/**
 * Listens to the shortcuts of the site and of its pages. Pages load only what opens the search; all others are loaded when a key is pressed for
 * the first time, and that key counts.
 */
export function useShortcuts(): void {
  const router = useRouter();
  useEffect(() => {
    let listener: Listener | null = null;
    let isMounted = true;
    const waiting: KeyboardEvent[] = [];
    const load = async (): Promise<void> => {
      const { createListener } = await import('./listen-keys');
      listener = createListener((href) => router.push(href));
      if (isMounted) for (const event of waiting) listener(event);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (listener) {
        listener(event);
        return;
      }
      const isSearch = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k';
      if (isSearch && !event.defaultPrevented && document.querySelector('[aria-modal=true]') === null) {
        event.preventDefault();
        openSiteDialog(siteDialog.read() === 'search' ? null : 'search');
        return;
      }
      if (event.defaultPrevented || event.key === 'Tab') return;
      waiting.push(event);
      // Without them, what has a button still works.
      if (waiting.length === 1) load().catch(() => waiting.splice(0));
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      isMounted = false;
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [router]);
}
