'use client';

import { useSyncExternalStore } from 'react';

export interface RememberedText {
  /** Reads it, also in other components and tabs when it changes. Null before hydration and where nothing is remembered. */
  readonly use: () => string | null;
  readonly read: () => string | null;
  readonly write: (text: string) => void;
}

/** A text that the browser remembers for all pages. Where storage is forbidden, it holds until the page is left. @param key of local storage. */
export function rememberText(key: string): RememberedText {
  const changed = `${key} changed`;
  let unstored: string | null = null;

  const read = (): string | null => {
    try {
      return unstored ?? localStorage.getItem(key);
    } catch {
      return unstored;
    }
  };
  const write = (text: string): void => {
    try {
      localStorage.setItem(key, text);
      unstored = null;
    } catch {
      unstored = text;
    }
    window.dispatchEvent(new Event(changed));
  };
  const subscribe = (listener: () => void): (() => void) => {
    window.addEventListener(changed, listener);
    window.addEventListener('storage', listener);
    return () => {
      window.removeEventListener(changed, listener);
      window.removeEventListener('storage', listener);
    };
  };
  return { use: () => useSyncExternalStore(subscribe, read, () => null), read, write };
}
