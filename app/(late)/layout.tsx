import type { ReactNode } from 'react';
import { LateApolloProvider } from '../../components/apollo/LateApolloProvider';

/** Layout of pages that query from the browser only after somebody has done something: they load Apollo Client then. */
export default function Layout({ children }: { children: ReactNode }) {
  return <LateApolloProvider>{children}</LateApolloProvider>;
}
