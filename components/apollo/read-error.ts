import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { ServerUnreachableError } from './fetch-server';
import { isUnanswered, SAFE_TO_REPEAT } from './request-keys';

/** A problem of one input field (`pairs.0.correct`). */
export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

/** The first problem of a field, or of a part of it (`tags.2` of `tags`); undefined for none. */
export function findIssue(issues: readonly FieldIssue[], field: string): string | undefined {
  return issues.find(({ path }) => path.split('.')[0] === field)?.message;
}

/** A failed request, as it is shown. */
export interface ReadError {
  readonly message: string;
  readonly code: string | null;
  /** Empty unless the server refused an input. */
  readonly issues: readonly FieldIssue[];
  /** What to know before one tries again, of a request that did not reach the server. */
  readonly away?: string;
}

export const AWAY = 'The server cannot be reached.';
export const NOTHING_LOST = 'Check that it is running, then try again. No data is lost.';

/** Part of a GraphQL error in a response. */
interface GraphqlError {
  readonly message: string;
  readonly extensions?: { readonly code?: unknown; readonly issues?: unknown };
}

/** Reads code, message and issues out of any error that Apollo Client throws. */
export function readError(error: unknown): ReadError {
  if (CombinedGraphQLErrors.is(error)) {
    const [first] = error.errors;
    return first ? readGraphqlError(first) : describe(error.message);
  }
  if (ServerError.is(error)) {
    const refusal = readRefusal(error.bodyText);
    if (refusal) return readGraphqlError(refusal);
    const status = `The server answered with status ${error.statusCode}.`;
    return describe(`${status} ${isUnanswered(error) ? SAFE_TO_REPEAT : 'Try again in a moment.'}`);
  }
  if (error instanceof ServerUnreachableError) {
    const away = isUnanswered(error) ? SAFE_TO_REPEAT : NOTHING_LOST;
    return { ...describe(`${AWAY} ${away}`), away };
  }
  return describe(error instanceof Error ? error.message : String(error));
}

/** The error in the body of a request that was refused before it ran, for example above a rate limit. */
function readRefusal(body: string): GraphqlError | null {
  try {
    const { errors } = JSON.parse(body) as { errors?: GraphqlError[] };
    return typeof errors?.[0]?.message === 'string' ? errors[0] : null;
  } catch {
    return null;
  }
}

function readGraphqlError({ message, extensions }: GraphqlError): ReadError {
  const { code, issues } = extensions ?? {};
  return {
    message,
    code: typeof code === 'string' ? code : null,
    issues: Array.isArray(issues) ? (issues as FieldIssue[]) : [],
  };
}

function describe(message: string): ReadError {
  return { message, code: null, issues: [] };
}
