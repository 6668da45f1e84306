'use client';

/** A mutation that loads Apollo Client when it is sent. For parts that a page loads at once; others use Apollo Client's own hook. */
import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useCallback, useEffect, useRef } from 'react';
import { useFindClient } from './use-client';
import { useLatestCall } from './use-latest-call';

type MutationOptions<Data, Variables extends OperationVariables> = Partial<
  Omit<ApolloClient.MutateOptions<Data, Variables>, 'mutation'>
>;

/**
 * @returns what sends the mutation, and the state of the last one that was sent. `reset` forgets it.
 */
export function useLateMutation<Data, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
  options?: MutationOptions<Data, Variables>,
) {
  const findClient = useFindClient();
  const shared = useRef(options);
  useEffect(() => {
    shared.current = options;
  });
  const send = useCallback(
    async (own?: MutationOptions<Data, Variables>): Promise<ApolloClient.MutateResult<Data>> => {
      const client = await findClient();
      const all = { ...shared.current, ...own, mutation } as ApolloClient.MutateOptions<Data, Variables>;
      return client.mutate<Data, Variables>(all);
    },
    [findClient, mutation],
  );
  const [mutate, { result, error, loading }, reset] = useLatestCall(send);
  return [mutate, { data: result?.data, error, loading, reset }] as const;
}
