'use client';

import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { readError, type ReadError } from '../apollo/read-error';
import { PreviewRunDocument, type CreateRunInput, type PreviewRunQuery } from '../generated/graphql';

const PAUSE_MS = 350;

export interface PreviewState {
  readonly preview: PreviewRunQuery['previewRun'] | null;
  readonly error: ReadError | null;
  readonly isLoading: boolean;
}

/** Checks an input whenever typing pauses; the last answer stays until the next one is there. */
export function usePreview(input: CreateRunInput | null): PreviewState {
  const client = useApolloClient();
  const [state, setState] = useState<PreviewState>({ preview: null, error: null, isLoading: false });
  const key = input && JSON.stringify(input);
  useEffect(() => {
    if (key === null) return undefined;
    const stopping = new AbortController();
    const timer = setTimeout(() => {
      setState((last) => ({ ...last, isLoading: true }));
      client
        .query({
          query: PreviewRunDocument,
          variables: { input: JSON.parse(key) as CreateRunInput },
          fetchPolicy: 'no-cache',
          context: { fetchOptions: { signal: stopping.signal } },
        })
        .then(
          ({ data }) => {
            if (!stopping.signal.aborted)
              setState({ preview: data?.previewRun ?? null, error: null, isLoading: false });
          },
          (error: unknown) => {
            if (!stopping.signal.aborted)
              setState({ preview: null, error: readError(error), isLoading: false });
          },
        );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stopping.abort();
    };
  }, [client, key]);
  return state;
}
