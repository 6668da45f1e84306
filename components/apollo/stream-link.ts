import { ApolloLink } from '@apollo/client';
import { print } from 'graphql';
import { createClient } from 'graphql-sse';
import { Observable } from 'rxjs';

/** A link that runs subscriptions over server-sent events and reconnects when the stream breaks. */
export function createStreamLink(url: string): ApolloLink {
  const client = createClient({ url, credentials: 'same-origin', retryAttempts: 20 });
  return new ApolloLink(
    ({ query, operationName, variables }) =>
      new Observable((sink) =>
        client.subscribe(
          { query: print(query), variables, ...(operationName && { operationName }) },
          {
            next: ({ data, errors }) => sink.next({ data: data ?? null, errors: errors ?? [] }),
            error: (error) => sink.error(error),
            complete: () => sink.complete(),
          },
        ),
      ),
  );
}
