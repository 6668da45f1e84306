'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { readViewState, writeViewState, type ViewState } from './view-state';

/** The view that the address names, and a way to change it; the address follows, so that it can be shared. */
export function useViewState(prompts: number): [ViewState, (change: Partial<ViewState>) => void] {
  const search = useSearchParams();
  const state = useMemo(() => readViewState(new URLSearchParams(search), prompts), [search, prompts]);
  const change = useCallback(
    (part: Partial<ViewState>) => {
      const text = writeViewState({ ...state, ...part });
      window.history.replaceState(null, '', text === '' ? window.location.pathname : `?${text}`);
    },
    [state],
  );
  return [state, change];
}
