'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { readViewState, writeViewState, type ViewState } from './view-state';

/** The address follows when choosing pauses: each change of it renders the page's router anew. */
const PAUSE_MS = 150;

/**
 * The view that the address names, and a way to change it; the address follows, so that it can be shared.
 *
 * One change of the address is made at a time. The router shows a change late under load and then sets the address
 * again; a later address would be replaced by an earlier one meanwhile, and a reload would show the earlier view.
 */
export function useViewState(prompts: number): [ViewState, (change: Partial<ViewState>) => void] {
  const search = useSearchParams().toString();
  const [state, setState] = useState(() => readViewState(new URLSearchParams(search), prompts));
  /** The address that was written here and that the router does not show yet. */
  const pending = useRef<string>(null);
  const shown = useRef(search);
  const latest = useRef(state);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const write = useCallback(() => {
    if (pending.current !== null) return;
    const written = writeViewState(latest.current, window.location.search);
    if (written === shown.current) return;
    pending.current = written;
    window.history.replaceState(null, '', written === '' ? window.location.pathname : `?${written}`);
  }, []);
  useEffect(() => {
    if (search === shown.current) return;
    shown.current = search;
    const isOwn = search === pending.current;
    pending.current = null;
    // What was chosen while the router was busy.
    if (isOwn) return write();
    // Changed by a reference in the text, or by the browser's history.
    clearTimeout(timer.current);
    latest.current = readViewState(new URLSearchParams(search), prompts);
    setState(latest.current);
  }, [search, prompts, write]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = useCallback(
    (part: Partial<ViewState>) => {
      latest.current = { ...latest.current, ...part };
      setState(latest.current);
      clearTimeout(timer.current);
      timer.current = setTimeout(write, PAUSE_MS);
    },
    [write],
  );
  return [state, change];
}
