'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

/** How a view is read from an address and written into it. */
export interface AddressCodec<State> {
  readonly read: (search: URLSearchParams) => State;
  /** @param others the query of the address; parameters that are not the view's are kept. */
  readonly write: (state: State, others: string) => string;
}

/**
 * The view that the address describes, and a function that changes it.
 *
 * @param codec the same object in every render.
 * @param isStep whether a change is an entry of the browser's history of its own, so that Back returns to the view before it.
 */
export function useAddressState<State>(
  codec: AddressCodec<State>,
  isStep?: (change: Partial<State>) => boolean,
): [State, (change: Partial<State>) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => codec.read(new URLSearchParams(search)), [search, codec]);
  const change = useCallback(
    (part: Partial<State>) => {
      // The address itself: the router may be late to show the previous change.
      const { search: written, pathname } = window.location;
      const next = codec.write({ ...codec.read(new URLSearchParams(written)), ...part }, written);
      const address = next === '' ? pathname : `?${next}`;
      if (isStep?.(part)) window.history.pushState(null, '', address);
      else window.history.replaceState(null, '', address);
    },
    [codec, isStep],
  );
  return [state, change];
}
