'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { readPathState, writePathState, type PathDefaults, type PathState } from './path-state';

/**
 * The view that the address describes, and a function that changes it. A step along the path is an entry of the browser's
 * history, so that Back returns to the step before; other changes replace the entry.
 */
export function usePathState(defaults: PathDefaults): [PathState, (change: Partial<PathState>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => readPathState(new URLSearchParams(search), defaults), [search, defaults]);
  const change = useCallback(
    (part: Partial<PathState>) => {
      // The address itself: the router may be late to show the previous change.
      const { search: written, pathname } = window.location;
      const latest = readPathState(new URLSearchParams(written), defaults);
      const next = writePathState({ ...latest, ...part }, defaults, written);
      const address = next === '' ? pathname : `?${next}`;
      if (part.steps) window.history.pushState(null, '', address);
      else window.history.replaceState(null, '', address);
    },
    [defaults],
  );
  return [state, change];
}
