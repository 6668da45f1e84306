import { ApolloLink, disableFragmentWarnings, HttpLink } from '@apollo/client';
import { OperationTypeNode } from 'graphql';
import { fetchServer } from './fetch-server';
import { createKeyLink } from './key-link';
import { createOrderLink } from './order-link';
import { createStreamLink } from './stream-link';
import { createTraceLink } from './trace-link';

// Fragment names are unique in generated documents; a preloaded query is read twice, which would cause a warning.
disableFragmentWarnings();

/** Queries and mutations by HTTP, subscriptions by server-sent events. */
export function makeLink(): ApolloLink {
  return ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    createStreamLink('/api/graphql/stream'),
    ApolloLink.from([
      createOrderLink(),
      createTraceLink(),
      createKeyLink(),
      new HttpLink({ uri: '/api/graphql', credentials: 'same-origin', fetch: fetchServer }),
    ]),
  );
}
