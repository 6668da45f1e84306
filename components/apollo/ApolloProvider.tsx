'use client';

import { ApolloLink, disableFragmentWarnings, HttpLink } from '@apollo/client';
import { ApolloClient, ApolloNextAppProvider, InMemoryCache } from '@apollo/client-integration-nextjs';
import { OperationTypeNode } from 'graphql';
import type { ReactNode } from 'react';
import { fetchServer } from './fetch-server';
import { createKeyLink } from './key-link';
import { TYPE_POLICIES } from './type-policies';
import { createStreamLink } from './stream-link';
import { createTraceLink } from './trace-link';

// Fragment names are unique in generated documents; a preloaded query is read twice, which would cause a warning.
disableFragmentWarnings();

interface ApolloProviderProps {
  /** Allows the inline scripts that pass the server's results to the browser. */
  readonly nonce: string;
  readonly children: ReactNode;
}

/** Apollo Client for all children: queries and mutations by HTTP, subscriptions by server-sent events. */
export function ApolloProvider({ nonce, children }: ApolloProviderProps) {
  return (
    <ApolloNextAppProvider makeClient={makeClient} extraScriptProps={{ nonce }}>
      {children}
    </ApolloNextAppProvider>
  );
}

function makeClient() {
  return new ApolloClient({
    cache: new InMemoryCache({ typePolicies: TYPE_POLICIES }),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      createStreamLink('/api/graphql/stream'),
      ApolloLink.from([
        createTraceLink(),
        createKeyLink(),
        new HttpLink({ uri: '/api/graphql', credentials: 'same-origin', fetch: fetchServer }),
      ]),
    ),
  });
}
