'use client';

/** The contrast of all attention patterns of the site; the browser remembers it. */
import { useSyncExternalStore } from 'react';
import { CONTRASTS, usualContrast, type Contrast } from './contrast';

const KEY = 'patchbay.attention-contrast';
const CHANGED = 'patchbay:attention-contrast';
/** What was chosen, where storage is forbidden. */
let unstored: Contrast | null = null;

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener('storage', listener);
  };
}

function read(): Contrast | null {
  try {
    const stored = localStorage.getItem(KEY);
    return stored !== null && stored in CONTRASTS ? (stored as Contrast) : null;
  } catch {
    return unstored;
  }
}

/** The chosen contrast, or the usual one of prompts of this many tokens. */
export function useContrast(size: number): Contrast {
  return useSyncExternalStore(subscribe, read, () => null) ?? usualContrast(size);
}

/** Chooses the contrast of all patterns. */
export function chooseContrast(contrast: Contrast): void {
  unstored = contrast;
  try {
    localStorage.setItem(KEY, contrast);
  } catch {
    // It holds until the page is left.
  }
  window.dispatchEvent(new Event(CHANGED));
}
