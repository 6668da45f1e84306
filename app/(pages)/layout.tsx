import type { ReactNode } from 'react';
import { ApolloProvider } from '../../components/apollo/ApolloProvider';
import { readNonce } from '../nonce';

/** Layout of the pages that query from the browser while they are rendered. Those of `(late)` do so later, the gallery never. */
export default async function Layout({ children }: { children: ReactNode }) {
  return <ApolloProvider nonce={await readNonce()}>{children}</ApolloProvider>;
}
