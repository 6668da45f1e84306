'use client';

/** A mutation that loads Apollo Client when it is sent. For parts that a page loads at once; others use Apollo Client's own hook. */
import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useFindClient } from './use-client';

interface MutationState<Data> {
  readonly data: Data | null | undefined;
  readonly error: Error | undefined;
  readonly loading: boolean;
}

type MutationOptions<Data, Variables extends OperationVariables> = Partial<
  Omit<ApolloClient.MutateOptions<Data, Variables>, 'mutation'>
>;

type Mutate<Data, Variables extends OperationVariables> = (
  options?: MutationOptions<Data, Variables>,
) => Promise<ApolloClient.MutateResult<Data>>;

const AT_REST = { data: undefined, error: undefined, loading: false };

/**
 * @returns what sends the mutation, and the state of the last one that was sent. `reset` forgets it.
 */
export function useLateMutation<Data, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
  options?: MutationOptions<Data, Variables>,
): [Mutate<Data, Variables>, MutationState<Data> & { readonly reset: () => void }] {
  const findClient = useFindClient();
  const [state, setState] = useState<MutationState<Data>>(AT_REST);
  const latest = useRef(0);
  const shared = useRef(options);
  useEffect(() => {
    shared.current = options;
  });
  const mutate = useCallback(
    async (own?: MutationOptions<Data, Variables>) => {
      const turn = ++latest.current;
      const settle = (next: MutationState<Data>): void => {
        if (turn === latest.current) setState(next);
      };
      setState({ ...AT_REST, loading: true });
      try {
        const client = await findClient();
        const all = { ...shared.current, ...own, mutation } as ApolloClient.MutateOptions<Data, Variables>;
        const result = await client.mutate(all);
        settle({ data: result.data, error: undefined, loading: false });
        return result;
      } catch (error) {
        settle({ ...AT_REST, error: error as Error });
        throw error;
      }
    },
    [findClient, mutation],
  );
  const reset = useCallback(() => {
    latest.current++;
    setState(AT_REST);
  }, []);
  return [mutate, { ...state, reset }];
}
