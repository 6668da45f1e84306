import type { ReactNode } from 'react';
import { ApolloProvider } from '../../components/apollo/ApolloProvider';
import { readNonce } from '../nonce';

/** Layout of the pages that query from the browser. The gallery does not, so it loads no Apollo Client. */
export default async function Layout({ children }: { children: ReactNode }) {
  return <ApolloProvider nonce={await readNonce()}>{children}</ApolloProvider>;
}
