'use client';

import { ApolloClient, ApolloNextAppProvider, InMemoryCache } from '@apollo/client-integration-nextjs';
import type { ReactNode } from 'react';
import { makeLink } from './make-link';
import { TYPE_POLICIES } from './type-policies';

interface ApolloProviderProps {
  /** Allows the inline scripts that pass the server's results to the browser. */
  readonly nonce: string;
  readonly children: ReactNode;
}

/** Apollo Client for all children, for pages that query while they are rendered. */
export function ApolloProvider({ nonce, children }: ApolloProviderProps) {
  return (
    <ApolloNextAppProvider makeClient={makeClient} extraScriptProps={{ nonce }}>
      {children}
    </ApolloNextAppProvider>
  );
}

function makeClient() {
  return new ApolloClient({ cache: new InMemoryCache({ typePolicies: TYPE_POLICIES }), link: makeLink() });
}
