'use client';

import 'graphiql/setup-workers/webpack';
import 'graphiql/style.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-sse';
import classes from './explorer.module.css';

const EXAMPLE = `# The gallery's findings with the components that matter most.
query Findings {
  findings(first: 5) {
    edges {
      node {
        title
        run {
          id
          baseline { clean corrupted }
          topHeads(kind: HEAD_Z, k: 4) { layer head recovery }
        }
      }
    }
  }
}
`;

const request = createGraphiQLFetcher({ url: '/api/graphql' });
const stream = createClient({ url: '/api/graphql/stream' });

/** Explore the API; subscriptions run over server-sent events. */
export function GraphiqlExplorer() {
  return (
    <div className={classes.explorer}>
      <GraphiQL
        defaultQuery={EXAMPLE}
        fetcher={(params, options) => {
          const isSubscription = options?.documentAST?.definitions.some(
            (definition) =>
              definition.kind === 'OperationDefinition' &&
              definition.operation === 'subscription' &&
              (!params.operationName || definition.name?.value === params.operationName),
          );
          if (!isSubscription) return request(params, options);
          const { query, operationName, variables } = params;
          return stream.iterate({
            query,
            variables: variables as Record<string, unknown>,
            ...(operationName && { operationName }),
          });
        }}
      />
    </div>
  );
}
