import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';

interface Outcome<Data> {
  /** Called with the data of the answer; undefined when it has none. */
  readonly onData: (data: Data | undefined) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Asks the server after a pause in typing or clicking, past the cache.
 *
 * @param pauseMs in milliseconds.
 * @returns what ends the pause or aborts the request; neither of the two is called afterwards.
 */
export function queryAfterPause<Data, Variables extends OperationVariables>(
  findClient: () => Promise<ApolloClient>,
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  pauseMs: number,
  { onData, onError }: Outcome<Data>,
): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const timer = setTimeout(() => {
    findClient()
      .then((client) =>
        client.query({ query, variables, fetchPolicy: 'no-cache', context: { fetchOptions: { signal } } }),
      )
      .then(
        ({ data }) => signal.aborted || onData(data),
        (error: unknown) => signal.aborted || onError(error),
      );
  }, pauseMs);
  return () => {
    clearTimeout(timer);
    stopping.abort();
  };
}
