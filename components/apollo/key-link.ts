/** Gives each mutation its `Idempotency-Key`. */
import { ApolloLink } from '@apollo/client';
import { ServerError } from '@apollo/client/errors';
import { OperationTypeNode, print } from 'graphql';
import { tap } from 'rxjs';
import { ServerUnreachableError } from './fetch-server';
import { closeKey, KEY_HEADER, noteUnanswered, openKey } from './request-keys';

/** The context of a mutation that the server carries out again even with a key. */
export const NOT_REPEATABLE = { isRepeatable: false };

/** A link that adds the header to mutations and notes which of them got no answer. */
export function createKeyLink(): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const { isRepeatable } = operation.getContext() as { isRepeatable?: boolean };
    if (operation.operationType !== OperationTypeNode.MUTATION || isRepeatable === false)
      return forward(operation);
    const content = JSON.stringify([print(operation.query), operation.variables]);
    const key = openKey(content);
    operation.setContext(({ headers }: { headers?: Record<string, string> }) => ({
      headers: { ...headers, [KEY_HEADER]: key },
    }));
    return forward(operation).pipe(
      tap({
        next: ({ errors }) => errors?.length || closeKey(content),
        error: (error: unknown) => isFailureBetween(error) && noteUnanswered(error),
      }),
    );
  });
}

/** Whether the server may have carried out a request that failed with `error`: a proxy answers for a server that does not. */
function isFailureBetween(error: unknown): boolean {
  return error instanceof ServerUnreachableError || (ServerError.is(error) && error.statusCode >= 500);
}
