'use client';

/**
 * Reads past the cache, for what a page reads by itself soon after it is opened: with Apollo Client where that is loaded, and by a plain
 * request before, so that such a reading does not load it.
 */
import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { getApolloContext } from '@apollo/client/react';
import { useCallback, useContext } from 'react';
import { readClient } from './browser-client';
import { sendRequest } from './send-request';

export type FreshRead = <Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Data | undefined>;

/** The function stays the same. */
export function useFreshRead(): FreshRead {
  const context = useContext(getApolloContext());
  return useCallback<FreshRead>(
    (query, variables) => readFresh(context.client ?? readClient(), query, variables),
    [context],
  );
}

async function readFresh<Data, Variables extends OperationVariables>(
  client: ApolloClient | null,
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data | undefined> {
  if (client === null) {
    const { print } = await import('graphql/language/printer');
    return sendRequest<Data>(print(query), variables);
  }
  const options = { query, variables, fetchPolicy: 'no-cache' } as ApolloClient.QueryOptions<Data, Variables>;
  return (await client.query<Data, Variables>(options)).data;
}
