'use client';

import { useMemo } from 'react';
import { useAddressState, type AddressCodec } from '../analysis/use-address-state';
import { readPathState, writePathState, type PathDefaults, type PathState } from './path-state';

/**
 * The view that the address describes, and a function that changes it. A step along the path is an entry of the browser's
 * history, so that Back returns to the step before; other changes replace the entry.
 */
export function usePathState(defaults: PathDefaults): [PathState, (change: Partial<PathState>) => void] {
  const codec = useMemo(
    (): AddressCodec<PathState> => ({
      read: (search) => readPathState(search, defaults),
      write: (state, others) => writePathState(state, defaults, others),
    }),
    [defaults],
  );
  return useAddressState(codec, isStep);
}

function isStep({ steps }: Partial<PathState>): boolean {
  return steps !== undefined;
}
