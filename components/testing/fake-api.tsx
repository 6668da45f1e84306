/** A GraphQL API for component tests: each operation is answered by a function of its variables. */
import { ApolloClient, ApolloLink, InMemoryCache, type ApolloLink as Link } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { ApolloProvider } from '@apollo/client/react';
import type { ReactNode } from 'react';
import type { FieldIssue } from '../apollo/read-error';
import { TYPE_POLICIES } from '../apollo/type-policies';
import { isObservable, of, throwError, type Observable } from 'rxjs';

/** Data, an error of the network, or a stream of results. */
export type Answer = object | Error | Observable<Link.Result>;
export type Answers = Readonly<Record<string, (variables: Record<string, unknown>) => Answer>>;

export interface FakeApi {
  readonly client: ApolloClient;
  /** Operations received, oldest first. */
  readonly asked: { readonly operation: string; readonly variables: Record<string, unknown> }[];
}

/** Creates the API. An operation without an answer is an error that names it. */
export function createFakeApi(answers: Answers): FakeApi {
  const asked: { operation: string; variables: Record<string, unknown> }[] = [];
  const link = new ApolloLink(({ operationName = '', variables }) => {
    asked.push({ operation: operationName, variables });
    const answer = answers[operationName]?.(variables) ?? new Error(`no answer to ${operationName}`);
    if (answer instanceof Error) return throwError(() => answer);
    return isObservable(answer)
      ? (answer as Observable<Link.Result>)
      : of({ data: answer as Record<string, unknown> });
  });
  return {
    client: new ApolloClient({ cache: new InMemoryCache({ typePolicies: TYPE_POLICIES }), link }),
    asked,
  };
}

/** The answer that refuses a request, as the API does: with a code, and what is wrong with which fields. */
export function refuse(message: string, code: string, issues: readonly FieldIssue[] = []): Error {
  return new CombinedGraphQLErrors({ errors: [{ message, extensions: { code, issues } }] });
}

/** Makes the API that of `children`. */
export function WithApi({ api, children }: { readonly api: FakeApi; readonly children: ReactNode }) {
  return <ApolloProvider client={api.client}>{children}</ApolloProvider>;
}
