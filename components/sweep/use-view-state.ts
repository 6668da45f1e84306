'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { readViewState, writeViewState, type ViewState } from './view-state';

/** Changes a part of a view, which may follow from the view after all changes, also those that are not rendered yet. */
export type ChangeView = (change: Partial<ViewState> | ((latest: ViewState) => Partial<ViewState>)) => void;

/** The address changes this long after the last choice, because each change renders the page again. */
const PAUSE_MS = 150;

/**
 * The view that the address describes, and a function that changes it. The address follows, so that it can be shared.
 *
 * The address changes only after the router has shown the previous change. Under load the router is late and then sets the
 * address again: it would replace a newer address by an older one, and a reload would show the older view.
 */
export function useViewState(prompts: number): [ViewState, ChangeView] {
  const search = useSearchParams().toString();
  const [state, setState] = useState(() => readViewState(new URLSearchParams(search), prompts));
  /** An address that was written here and that the router has not shown yet. */
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
    // Write the choices that were made while the router was busy.
    if (isOwn) return write();
    // A reference in the text or the browser's history changed the address.
    clearTimeout(timer.current);
    latest.current = readViewState(new URLSearchParams(search), prompts);
    setState(latest.current);
  }, [search, prompts, write]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const change = useCallback<ChangeView>(
    (part) => {
      latest.current = {
        ...latest.current,
        ...(typeof part === 'function' ? part(latest.current) : part),
      };
      setState(latest.current);
      clearTimeout(timer.current);
      timer.current = setTimeout(write, PAUSE_MS);
    },
    [write],
  );
  return [state, change];
}
