'use client';

import { useSyncExternalStore } from 'react';

/** Id of the comment that the address of the page points to (`#comment-<id>`); null for none. */
export function useLinkedComment(): string | null {
  return useSyncExternalStore(subscribe, readLinked, () => null);
}

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}

function readLinked(): string | null {
  return /^#comment-([\w-]+)$/.exec(location.hash)?.[1] ?? null;
}
