'use client';

/** A query that is asked on request and loads Apollo Client then. */
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useCallback, useRef, useState } from 'react';
import { useFindClient } from './use-client';

interface ReadState<Data> {
  readonly data: Data | undefined;
  readonly error: Error | undefined;
  readonly loading: boolean;
}

const AT_REST = { data: undefined, error: undefined, loading: false };

/** @returns what asks, and the state of the last question; answers to earlier ones are ignored. */
export function useLateRead<Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
): [(variables: Variables) => void, ReadState<Data>] {
  const findClient = useFindClient();
  const [state, setState] = useState<ReadState<Data>>(AT_REST);
  const latest = useRef(0);
  const read = useCallback(
    (variables: Variables): void => {
      const turn = ++latest.current;
      const settle = (next: ReadState<Data>): void => {
        if (turn === latest.current) setState(next);
      };
      setState({ ...AT_REST, loading: true });
      findClient()
        .then((client) => client.query<Data, Variables>({ query, variables } as never))
        .then(
          ({ data }) => settle({ ...AT_REST, data: data }),
          (error: unknown) => settle({ ...AT_REST, error: error as Error }),
        );
    },
    [findClient, query],
  );
  return [read, state];
}
