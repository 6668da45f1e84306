'use client';

import 'graphiql/setup-workers/webpack';
import 'graphiql/style.css';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { useComputedColorScheme } from '@mantine/core';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-sse';
import { EXAMPLES } from './examples';
import classes from './explorer.module.css';

const request = createGraphiQLFetcher({ url: '/api/graphql' });
const stream = createClient({ url: '/api/graphql/stream' });

/** GraphiQL in the colour scheme of the site. Each example is a tab; subscriptions use server-sent events. */
export function GraphiqlExplorer() {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return (
    <div className={classes.explorer}>
      <GraphiQL
        forcedTheme={scheme}
        defaultTabs={EXAMPLES.map(({ query, variables }) => ({
          query,
          variables: variables ?? null,
          headers: null,
        }))}
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
