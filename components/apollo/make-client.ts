import { ApolloClient, InMemoryCache } from '@apollo/client';
import { makeLink } from './make-link';
import { TYPE_POLICIES } from './type-policies';

/**
 * The client of pages that load it late. It is the library's own one: the hooks of that for streamed pages work only below its
 * provider, which such pages do not load.
 */
export function makeClient(): ApolloClient {
  return new ApolloClient({ cache: new InMemoryCache({ typePolicies: TYPE_POLICIES }), link: makeLink() });
}
