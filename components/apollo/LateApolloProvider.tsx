'use client';

import { getApolloContext } from '@apollo/client/react';
import type { ReactNode } from 'react';
import { readClient } from './browser-client';

/** The client for parts that are loaded with `withClient`, which is there when they are rendered. */
const LATE = {
  get client() {
    return readClient() ?? undefined;
  },
};

const Context = getApolloContext();

/** Apollo Client for all children, loaded when it is first used. */
export function LateApolloProvider({ children }: { readonly children: ReactNode }) {
  return <Context value={LATE}>{children}</Context>;
}
