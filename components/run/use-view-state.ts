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
  /** Addresses written here that the router has not shown yet, oldest first: under load they arrive late. */
  const pending = useRef<string[]>([]);
  const shown = useRef(search);
  const latest = useRef(state);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (search === shown.current) return;
    shown.current = search;
    const at = pending.current.indexOf(search);
    if (at >= 0) {
      pending.current = pending.current.slice(at + 1);
      return;
    }
    // Changed by somebody else: a reference in the text, or the browser's history.
    pending.current = [];
    latest.current = readViewState(new URLSearchParams(search), prompts);
    setState(latest.current);
  }, [search, prompts]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = useCallback((part: Partial<ViewState>) => {
    latest.current = { ...latest.current, ...part };
    setState(latest.current);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const written = writeViewState(latest.current, window.location.search);
      if (written !== (pending.current.at(-1) ?? shown.current)) pending.current.push(written);
      window.history.replaceState(null, '', written === '' ? window.location.pathname : `?${written}`);
    }, PAUSE_MS);
  }, []);
  return [state, change];
}
