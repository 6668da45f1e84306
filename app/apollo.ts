/** Apollo Client for server components. Operations run in this process, with the identity of the request's cookie. */
import { ApolloLink, Observable } from '@apollo/client';
import { ApolloClient, InMemoryCache, registerApolloClient } from '@apollo/client-integration-nextjs';
import { headers } from 'next/headers';
import { TYPE_POLICIES } from '../components/apollo/type-policies';
import { runOperation } from '../server/graphql/operation';

/** Runs operations with the budgets, limits and error masking of the API. */
const inProcess = new ApolloLink(
  ({ query, operationName, variables }) =>
    new Observable((observer) => {
      const run = async (): Promise<void> => {
        const request = await headers();
        // Server components cannot set cookies. Queries create no guest, so there is none to set.
        const exchange = {
          header: (name: string) => request.get(name),
          setCookie: () => {},
          isSecure: request.get('x-forwarded-proto')?.startsWith('https') ?? false,
        };
        observer.next(await runOperation({ document: query, operationName, variables }, exchange));
        observer.complete();
      };
      run().catch((error: unknown) => observer.error(error));
    }),
);

export const { query, PreloadQuery } = registerApolloClient(
  () => new ApolloClient({ cache: new InMemoryCache({ typePolicies: TYPE_POLICIES }), link: inProcess }),
);
