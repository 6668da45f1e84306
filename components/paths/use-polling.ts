'use client';

import { useEffect } from 'react';

/** Reads a query again while something is computed, every `ms`. */
export function usePolling(
  isComputing: boolean,
  ms: number,
  startPolling: (ms: number) => void,
  stopPolling: () => void,
): void {
  useEffect(() => {
    if (!isComputing) return undefined;
    startPolling(ms);
    return stopPolling;
  }, [isComputing, ms, startPolling, stopPolling]);
}
