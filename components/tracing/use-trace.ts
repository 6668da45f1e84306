'use client';

import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { TraceRowDocument, type TraceRowQuery } from '../generated/graphql';
import type { RowRequest } from './trace';

type Row = TraceRowQuery['intervene'];

export interface Trace {
  /** Answers in the order of the requests; null for those that are not there yet. */
  readonly rows: readonly (Row | null)[];
  /** Why it ended early; undefined if it did not. */
  readonly error: unknown;
  /** Computes the rows that are missing. */
  readonly retry: () => void;
}

interface Progress extends Pick<Trace, 'rows' | 'error'> {
  readonly of: readonly RowRequest[] | null;
  readonly withLayers: boolean;
  /** Counts how often it was started. */
  readonly attempt: number;
}

/** Computes rows one after another, so that other requests of the site are served between them. Null while not started. */
export function useTrace(requests: readonly RowRequest[] | null, withLayers: boolean): Trace | null {
  const client = useApolloClient();
  const [trace, setTrace] = useState<Progress>({
    of: null,
    withLayers,
    attempt: 0,
    rows: [],
    error: undefined,
  });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(trace);
  useEffect(() => {
    if (!requests) return;
    const stop = new AbortController();
    const last = latest.current;
    const isSame = last.of === requests && last.withLayers === withLayers;
    const rows = isSame ? [...last.rows] : requests.map((): Row | null => null);
    const show = (error?: unknown): void => {
      latest.current = { of: requests, withLayers, attempt, rows: [...rows], error };
      setTrace(latest.current);
    };
    const run = async (): Promise<void> => {
      show();
      for (const [index, { input }] of requests.entries()) {
        if (rows[index] !== null) continue;
        const { data } = await client.query({
          query: TraceRowDocument,
          variables: { input, withLayers },
          context: { fetchOptions: { signal: stop.signal }, queryDeduplication: false },
        });
        if (stop.signal.aborted) return;
        rows[index] = data!.intervene;
        show();
      }
    };
    run().catch((error: unknown) => stop.signal.aborted || show(error));
    return () => stop.abort();
  }, [client, requests, withLayers, attempt]);
  const retry = useCallback(() => setAttempt((last) => last + 1), []);
  return requests && trace.of === requests ? { rows: trace.rows, error: trace.error, retry } : null;
}
