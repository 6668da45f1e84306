'use client';

import type { ApolloClient } from '@apollo/client';
import { getApolloContext } from '@apollo/client/react';
import { useCallback, useContext, useSyncExternalStore } from 'react';
import { loadClient, onClient, readClient } from './browser-client';

/** The client if it is there: that of a provider, or that of the tab once something has loaded it. */
export function useLoadedClient(): ApolloClient | null {
  const { client } = useContext(getApolloContext());
  const loaded = useSyncExternalStore(onClient, readClient, () => null);
  return client ?? loaded;
}

/** Finds the client, loading it where that is needed. The function stays the same. */
export function useFindClient(): () => Promise<ApolloClient> {
  const context = useContext(getApolloContext());
  return useCallback(async () => context.client ?? loadClient(), [context]);
}
