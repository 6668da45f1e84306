'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { readViewState, writeViewState, type ViewState } from './view-state';

/** The address follows when choosing pauses: each change of it renders the page's router anew. */
const PAUSE_MS = 150;

/** The view that the address names, and a way to change it; the address follows, so that it can be shared. */
export function useViewState(prompts: number): [ViewState, (change: Partial<ViewState>) => void] {
  const search = useSearchParams().toString();
  const [state, setState] = useState(() => readViewState(new URLSearchParams(search), prompts));
  const written = useRef(search);
  const latest = useRef(state);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    // Changed by somebody else: a reference in the text, or the browser's history.
    if (search === written.current) return;
    written.current = search;
    latest.current = readViewState(new URLSearchParams(search), prompts);
    setState(latest.current);
  }, [search, prompts]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = useCallback((part: Partial<ViewState>) => {
    latest.current = { ...latest.current, ...part };
    setState(latest.current);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      written.current = writeViewState(latest.current, window.location.search);
      window.history.replaceState(
        null,
        '',
        written.current === '' ? window.location.pathname : `?${written.current}`,
      );
    }, PAUSE_MS);
  }, []);
  return [state, change];
}
