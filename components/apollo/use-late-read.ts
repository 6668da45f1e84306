'use client';

/** A query that is asked on request and loads Apollo Client then. */
import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useCallback } from 'react';
import { useFindClient } from './use-client';
import { useLatestCall } from './use-latest-call';

/** @returns what asks, and the state of the last question; answers to earlier ones are ignored. */
export function useLateRead<Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
) {
  const findClient = useFindClient();
  const ask = useCallback(
    async (variables: Variables): Promise<Data | undefined> => {
      const client = await findClient();
      const options = { query, variables } as ApolloClient.QueryOptions<Data, Variables>;
      return (await client.query<Data, Variables>(options)).data;
    },
    [findClient, query],
  );
  const [start, { result: data, error, loading }] = useLatestCall(ask);
  // The state has what fails.
  const read = useCallback((variables: Variables): void => void start(variables).catch(() => {}), [start]);
  return [read, { data, error, loading }] as const;
}
