'use client';

/**
 * A query that loads Apollo Client when it is needed. For parts that a page loads at once; others use Apollo Client's own hook.
 *
 * With `initial`, what the server has read with the page, nothing is loaded or asked. Once something else has loaded the client, its
 * cache gets `initial` and is watched, so that mutations and other queries change what is shown.
 */
import type { ApolloClient, ObservableQuery, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { loadClient } from './browser-client';
import { useFindClient, useLoadedClient } from './use-client';

interface LateQueryOptions<Data, Variables> {
  readonly variables: Variables;
  readonly skip?: boolean;
  readonly fetchPolicy?: 'cache-first' | 'no-cache';
  /** The answer to these variables, read by the server. */
  readonly initial?: Data | undefined;
}

interface LateQuery<Data> {
  readonly data: Data | undefined;
  /** The data, or while it is read that of the variables before these. */
  readonly lastData: Data | undefined;
  readonly error: Error | undefined;
  readonly loading: boolean;
  /** Asks the server again. */
  readonly refetch: () => Promise<unknown>;
}

interface Answer<Data> {
  readonly of: ObservableQuery<Data>;
  readonly data: Data | undefined;
  readonly error: Error | undefined;
  readonly loading: boolean;
}

/** Results of the server that a cache has got. A page that is opened again by the Back button has the same old result. */
const written = new WeakSet<object>();

export function useLateQuery<Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
  { variables, skip = false, fetchPolicy = 'cache-first', initial }: LateQueryOptions<Data, Variables>,
): LateQuery<Data> {
  const client = useLoadedClient();
  const findClient = useFindClient();
  const [failure, setFailure] = useState<Error | null>(null);
  const needsClient = !skip && initial === undefined && client === null;
  useEffect(() => {
    if (!needsClient) return;
    setFailure(null);
    loadClient().catch((error: unknown) => setFailure(error as Error));
  }, [needsClient]);

  const stable = useStableVariables(variables);
  const observable = useMemo(
    () =>
      client && !skip ? client.watchQuery<Data, Variables>({ query, variables: stable, fetchPolicy }) : null,
    [client, skip, query, stable, fetchPolicy],
  );
  const [answer, setAnswer] = useState<Answer<Data> | null>(null);
  useEffect(() => {
    if (!observable || !client) return undefined;
    if (initial !== undefined) write(client, query, stable, initial);
    const watching = observable.subscribe(({ data, error, loading }) =>
      setAnswer({ of: observable as Answer<Data>['of'], data: data as Data | undefined, error, loading }),
    );
    return () => watching.unsubscribe();
  }, [observable, client, query, stable, initial]);

  const current = answer !== null && answer.of === observable ? answer : null;
  const data = skip ? undefined : (current?.data ?? initial);
  const error = current?.error ?? failure ?? undefined;
  const refetch = useCallback(async () => {
    if (observable) return observable.refetch();
    // Its code may not have been loaded, as the server is away; once it is, the query is asked above.
    setFailure(null);
    const found = await findClient().catch((error: unknown) => {
      setFailure(error as Error);
      throw error;
    });
    return found.query({ query, variables: stable, fetchPolicy: 'network-only' });
  }, [observable, findClient, query, stable]);
  return {
    data,
    lastData: useLast(data),
    error: skip ? undefined : error,
    loading: !skip && data === undefined && error === undefined,
    refetch,
  };
}

function write<Data, Variables extends OperationVariables>(
  client: ApolloClient,
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  initial: Data,
): void {
  if (written.has(initial as object)) return;
  written.add(initial as object);
  client.writeQuery({ query, variables, data: initial });
}

/** The same object as long as the variables are the same. */
function useStableVariables<Variables>(variables: Variables): Variables {
  const key = JSON.stringify(variables);
  const [last, setLast] = useState({ key, variables });
  if (last.key === key) return last.variables;
  const next = { key, variables };
  setLast(next);
  return next.variables;
}

/** The last data there was. */
function useLast<Data>(data: Data | undefined): Data | undefined {
  const [last, setLast] = useState(data);
  if (data !== undefined && data !== last) setLast(data);
  return data ?? last;
}
