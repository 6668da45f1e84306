'use client';

import { useApolloClient } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { readError } from '../apollo/read-error';
import { ReadPromptsDocument } from '../generated/graphql';
import type { Reading, ReadingChoices } from './reading-choices';

const PAUSE_MS = 300;

export interface ReadingState {
  /** The last reading; it may belong to an earlier text while `isPending`. */
  readonly reading: Reading | null;
  /** Why the current text cannot be read; null otherwise. */
  readonly error: string | null;
  readonly isPending: boolean;
}

interface Settled {
  readonly key: string;
  readonly reading: Reading | null;
  readonly error: string | null;
}

/** Reads a text on the server whenever typing pauses. A request whose text has changed since is aborted. */
export function useReading(text: string, model: string, choices: ReadingChoices): ReadingState {
  const client = useApolloClient();
  const [settled, setSettled] = useState<Settled | null>(null);
  const isBlank = text.trim() === '';
  const key = JSON.stringify([text, model, choices]);
  useEffect(() => {
    if (isBlank) return undefined;
    const stopping = new AbortController();
    const settle = (reading: Reading | null, error: string | null): void => {
      if (!stopping.signal.aborted) setSettled({ key, reading, error });
    };
    const timer = setTimeout(() => {
      const { columns, options, idsOf } = choices;
      client
        .query({
          query: ReadPromptsDocument,
          variables: {
            text,
            model,
            columns: columns.map(({ column, as }) => ({ column, as })),
            options: [...options],
            idsOf,
          },
          fetchPolicy: 'no-cache',
          context: { fetchOptions: { signal: stopping.signal } },
        })
        .then(
          ({ data }) => settle(data?.readPrompts ?? null, null),
          (failure: unknown) => settle(null, readError(failure).message),
        );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stopping.abort();
    };
    // The key stands for the text, the model and the choices.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [client, key, isBlank]);
  if (isBlank) return { reading: null, error: null, isPending: false };
  const isSettled = settled?.key === key;
  return {
    reading: settled?.reading ?? null,
    error: isSettled ? settled.error : null,
    isPending: !isSettled,
  };
}
