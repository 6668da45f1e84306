'use client';

import { ApolloLink, disableFragmentWarnings, HttpLink } from '@apollo/client';
import { ApolloClient, ApolloNextAppProvider, InMemoryCache } from '@apollo/client-integration-nextjs';
import { OperationTypeNode } from 'graphql';
import type { ReactNode } from 'react';
import { createStreamLink } from './stream-link';

// Generated documents name each fragment once; reading a preloaded query again is no second definition.
disableFragmentWarnings();

interface ApolloProviderProps {
  /** Lets the inline scripts run that hand the server's results to the browser. */
  readonly nonce: string;
  readonly children: ReactNode;
}

/** Apollo Client for everything below: queries and mutations by HTTP, subscriptions by server-sent events. */
export function ApolloProvider({ nonce, children }: ApolloProviderProps) {
  return (
    <ApolloNextAppProvider makeClient={makeClient} extraScriptProps={{ nonce }}>
      {children}
    </ApolloNextAppProvider>
  );
}

function makeClient() {
  return new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      createStreamLink('/api/graphql/stream'),
      new HttpLink({ uri: '/api/graphql', credentials: 'same-origin' }),
    ),
  });
}
