'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';

/** How a view is read from an address and written into it. */
export interface AddressCodec<State> {
  readonly read: (search: URLSearchParams) => State;
  /** @param others the query of the address; parameters that are not the view's are kept. */
  readonly write: (state: State, others: string) => string;
}

/**
 * The view that the address describes, and a function that changes it. The change shows at once, because the router is late to
 * show a new address and further changes may come meanwhile.
 *
 * @param codec the same object in every render.
 * @param isStep whether a change is an entry of the browser's history of its own, so that Back returns to the view before it. The
 *   same function in every render.
 */
export function useAddressState<State>(
  codec: AddressCodec<State>,
  isStep?: (change: Partial<State>) => boolean,
): [State, (change: Partial<State>) => void] {
  const search = useSearchParams().toString();
  const [state, setState] = useState(() => codec.read(new URLSearchParams(search)));
  const latest = useRef(state);
  /** Addresses that were written here and that the router has not shown yet, oldest first. */
  const pending = useRef<string[]>([]);
  /** Addresses that Back or Forward has left before the router has shown them. */
  const left = useRef<string[]>([]);
  const shown = useRef(search);

  useEffect(() => {
    // The router may never show an address that was left meanwhile, so it does not tell of the return.
    const onPopState = (): void => {
      left.current = pending.current;
      pending.current = [];
      latest.current = codec.read(new URLSearchParams(window.location.search));
      setState(latest.current);
    };
    window.addEventListener('popstate', onPopState);
    return () => window.removeEventListener('popstate', onPopState);
  }, [codec]);

  useEffect(() => {
    if (search === shown.current) return;
    shown.current = search;
    const at = pending.current.lastIndexOf(search);
    pending.current = pending.current.slice(at + 1);
    if (at >= 0 || left.current.includes(search)) return;
    // A link or the browser's history changed the address.
    latest.current = codec.read(new URLSearchParams(search));
    setState(latest.current);
  }, [search, codec]);

  const change = useCallback(
    (part: Partial<State>) => {
      const { search: others, pathname } = window.location;
      const next = codec.write({ ...latest.current, ...part }, others);
      // As a reader of the address would see it.
      latest.current = codec.read(new URLSearchParams(next));
      setState(latest.current);
      pending.current.push(next);
      left.current = [];
      const address = next === '' ? pathname : `?${next}`;
      if (isStep?.(part)) window.history.pushState(null, '', address);
      else window.history.replaceState(null, '', address);
    },
    [codec, isStep],
  );
  return [state, change];
}
