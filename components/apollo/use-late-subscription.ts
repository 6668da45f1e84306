'use client';

/** A subscription that loads Apollo Client when it is followed. */
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useCallbackRef } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { loadClient } from './browser-client';
import { useLoadedClient } from './use-client';

/**
 * @param variables null to follow nothing. The same text as JSON is the same subscription.
 * @returns why the stream has ended; undefined while it has not.
 */
export function useLateSubscription<Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
  onData: (data: Data) => void,
): Error | undefined {
  const client = useLoadedClient();
  const [error, setError] = useState<Error>();
  const deliver = useCallbackRef(onData);
  const key = variables && JSON.stringify(variables);
  useEffect(() => {
    if (key === null) return undefined;
    const fail = (problem: unknown): void => setError(problem as Error);
    if (client === null) {
      loadClient().catch(fail);
      return undefined;
    }
    setError(undefined);
    const following = client
      .subscribe<Data, Variables>({ query, variables: JSON.parse(key) as Variables })
      .subscribe({
        next({ data, error: problem }) {
          if (problem) fail(problem);
          else if (data) deliver(data);
        },
        error: fail,
      });
    return () => following.unsubscribe();
  }, [client, query, key, deliver]);
  return error;
}
