import type { ReactNode } from 'react';
import { ApolloProvider } from '../../components/apollo/ApolloProvider';

export default function Layout({ children }: { children: ReactNode }) {
  return <ApolloProvider>{children}</ApolloProvider>;
}
