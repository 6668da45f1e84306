import type { ReactNode } from 'react';
import { ApolloProvider } from '../../components/apollo/ApolloProvider';
import { readNonce } from '../nonce';

export default async function Layout({ children }: { children: ReactNode }) {
  return <ApolloProvider nonce={await readNonce()}>{children}</ApolloProvider>;
}
