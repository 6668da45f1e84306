/**
 * Whether the page is being printed. Plots then have the width of a page of paper and light colours. The browser takes the page as it is
 * when `beforeprint` ends, so changes are rendered at once.
 */
import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

/** Width of the text of a page in portrait, in CSS pixels: A4 within the margins of print.css, rounded down. Letter is wider. */
export const PRINTED_WIDTH = 700;

let isPrinting = false;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Changes the state, and renders before it returns. */
export function setPrinting(value: boolean): void {
  isPrinting = value;
  flushSync(() => {
    for (const listener of listeners) listener();
  });
}

/** Whether the page is being printed; false on the server. */
export function useIsPrinting(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isPrinting,
    () => false,
  );
}

/** Whether a part of the page has not been drawn; print.css leaves out the same. */
export function isWaiting(): boolean {
  return document.querySelector('main .mantine-Skeleton-root') !== null;
}
