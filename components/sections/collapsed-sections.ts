'use client';

/** Which sections of run pages are collapsed; the browser remembers them for all runs. */
import { useCallback, useSyncExternalStore } from 'react';

const KEY = 'patchbay.collapsed-sections';
const CHANGED = 'patchbay:collapsed-sections';

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener('storage', listener);
  };
}

/** Storage can be forbidden; then nothing is remembered. */
function read(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

/** Whether a section is collapsed, and a function that changes it. */
export function useCollapsed(id: string): [boolean, (isCollapsed: boolean) => void] {
  const stored = useSyncExternalStore(subscribe, read, () => '');
  const isCollapsed = stored.split(' ').includes(id);
  const change = useCallback(
    (wanted: boolean) => {
      const others = read()
        .split(' ')
        .filter((other) => other !== '' && other !== id);
      try {
        localStorage.setItem(KEY, (wanted ? [...others, id] : others).join(' '));
      } catch {
        return;
      }
      window.dispatchEvent(new Event(CHANGED));
    },
    [id],
  );
  return [isCollapsed, change];
}
