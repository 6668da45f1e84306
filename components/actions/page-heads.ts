'use client';

import { useEffect } from 'react';

interface PageHeads {
  readonly layers: number;
  readonly heads: number;
  /** Shows what the page has of the head. */
  readonly open: (layer: number, head: number) => void;
}

/** Of the open page; null on pages that show no heads. */
let shown: PageHeads | null = null;

/** Lets the search open heads on the page while the component is mounted. @param heads null where the page shows none now. */
export function usePageHeads(heads: PageHeads | null): void {
  useEffect(() => {
    shown = heads;
    return () => {
      if (shown === heads) shown = null;
    };
  });
}

/** Opens the head on the page; null where the page does not have it. */
export function findPageHead(layer: number, head: number): (() => void) | null {
  const here = shown;
  if (!here || layer >= here.layers || head >= here.heads) return null;
  return () => here.open(layer, head);
}
