'use client';

import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { readError } from '../apollo/read-error';
import { TraceRowDocument, type TraceRowQuery } from '../generated/graphql';
import type { RowRequest } from './trace';

type Row = TraceRowQuery['intervene'];

export interface Trace {
  /** Answers in the order of the requests; null for those that are not there yet. */
  readonly rows: readonly (Row | null)[];
  /** Why it ended early. */
  readonly problem: string | null;
}

/** Computes rows one after another, so that other requests of the site are served between them. Null while not started. */
export function useTrace(requests: readonly RowRequest[] | null, withLayers: boolean): Trace | null {
  const client = useApolloClient();
  const [trace, setTrace] = useState<Trace & { readonly of: readonly RowRequest[] | null }>({
    of: null,
    rows: [],
    problem: null,
  });
  useEffect(() => {
    if (!requests) return;
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      const rows: (Row | null)[] = requests.map(() => null);
      setTrace({ of: requests, rows: [...rows], problem: null });
      for (const [index, { input }] of requests.entries()) {
        const { data } = await client.query({
          query: TraceRowDocument,
          variables: { input, withLayers },
          context: { fetchOptions: { signal: stop.signal }, queryDeduplication: false },
        });
        if (stop.signal.aborted) return;
        rows[index] = data!.intervene;
        setTrace({ of: requests, rows: [...rows], problem: null });
      }
    };
    run().catch((error: unknown) => {
      if (stop.signal.aborted) return;
      const { message, issues } = readError(error);
      const problem = issues.length > 0 ? issues.map((issue) => issue.message).join(' ') : message;
      setTrace((last) => ({ ...last, problem }));
    });
    return () => stop.abort();
  }, [client, requests, withLayers]);
  return requests && trace.of === requests ? trace : null;
}
