/**
 * The Apollo Client of this browser tab, which is loaded when something is first asked of the API.
 *
 * It is a fifth of what a page of results would load, and such a page is rendered on the server: nothing needs the client before
 * somebody does something.
 */
import type { ApolloClient } from '@apollo/client';

let client: ApolloClient | null = null;
let loading: Promise<ApolloClient> | null = null;
const listeners = new Set<() => void>();

/** Loads the client once; a failure is forgotten, so that the next call tries again. */
export function loadClient(): Promise<ApolloClient> {
  loading ??= import('./make-client').then(
    ({ makeClient }) => {
      client = makeClient();
      for (const listener of listeners) listener();
      return client;
    },
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** The client; null before it is loaded. */
export function readClient(): ApolloClient | null {
  return client;
}

/** Calls `listener` when the client is loaded. @returns what ends it. */
export function onClient(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A module whose components use Apollo Client's own hooks, and the client for them. */
export async function withClient<Module>(module: Promise<Module>): Promise<Module> {
  const [loaded] = await Promise.all([module, loadClient()]);
  return loaded;
}
