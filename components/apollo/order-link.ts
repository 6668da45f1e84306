/** Keeps the answer of a query from undoing a change in the cache: the server may read before a mutation, and answer after it. */
import { ApolloLink } from '@apollo/client';
import { OperationTypeNode } from 'graphql';
import { mergeMap, of, tap } from 'rxjs';

/** A link that asks a query again, once, when a mutation has been answered in the meantime. */
export function createOrderLink(): ApolloLink {
  let changes = 0;
  return new ApolloLink((operation, forward) => {
    if (operation.operationType === OperationTypeNode.MUTATION)
      return forward(operation).pipe(tap(() => changes++));
    if (operation.operationType !== OperationTypeNode.QUERY) return forward(operation);
    const before = changes;
    return forward(operation).pipe(
      mergeMap((result) => (changes === before ? of(result) : forward(operation))),
    );
  });
}
