/** Apollo Client for server components: the schema in process, as the visitor whose cookie came with the request. */
import { SchemaLink } from '@apollo/client/link/schema';
import { ApolloClient, InMemoryCache, registerApolloClient } from '@apollo/client-integration-nextjs';
import { headers } from 'next/headers';
import { createContext } from '../server/graphql/context';
import { schema } from '../server/graphql/schema';

export const { query, PreloadQuery } = registerApolloClient(
  () =>
    new ApolloClient({
      cache: new InMemoryCache(),
      link: new SchemaLink({
        schema,
        context: async () => {
          const request = await headers();
          return createContext({
            // Pages are for browsers, which show who they are by cookies; another header may be a proxy's.
            header: (name) => (name === 'authorization' ? null : request.get(name)),
            // Reading makes no guest, so no cookie is ever set here, where none could be.
            setCookie: () => {},
          });
        },
      }),
    }),
);
