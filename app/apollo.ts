/** Apollo Client for server components: operations in process, as the visitor whose cookie came with the request. */
import { ApolloLink, Observable } from '@apollo/client';
import { ApolloClient, InMemoryCache, registerApolloClient } from '@apollo/client-integration-nextjs';
import { headers } from 'next/headers';
import { runOperation } from '../server/graphql/operation';

/** Runs operations as the API does: with its budgets, limits and masking of errors. */
const inProcess = new ApolloLink(
  ({ query, operationName, variables }) =>
    new Observable((observer) => {
      const run = async (): Promise<void> => {
        const request = await headers();
        // Reading makes no guest, so no cookie is ever set here, where none could be.
        const exchange = { header: (name: string) => request.get(name), setCookie: () => {} };
        observer.next(await runOperation({ document: query, operationName, variables }, exchange));
        observer.complete();
      };
      run().catch((error: unknown) => observer.error(error));
    }),
);

export const { query, PreloadQuery } = registerApolloClient(
  () => new ApolloClient({ cache: new InMemoryCache(), link: inProcess }),
);
