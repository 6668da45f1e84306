import { CombinedGraphQLErrors } from '@apollo/client/errors';

/** One thing that is wrong with an input, and the field it belongs to (`pairs.0.correct`). */
export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

/** What a failed request has to say to people. */
export interface ReadError {
  readonly message: string;
  readonly code: string | null;
  /** Empty unless the server refused an input. */
  readonly issues: readonly FieldIssue[];
}

/** Reads code, message and issues out of anything that Apollo Client throws. */
export function readError(error: unknown): ReadError {
  if (CombinedGraphQLErrors.is(error)) {
    const [first] = error.errors;
    const { code, issues } = first?.extensions ?? {};
    return {
      message: first?.message ?? error.message,
      code: typeof code === 'string' ? code : null,
      issues: Array.isArray(issues) ? (issues as FieldIssue[]) : [],
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  const isNetwork = /fetch|network/i.test(message);
  return {
    message: isNetwork ? 'The server cannot be reached. Is it running? Nothing is lost; try again.' : message,
    code: null,
    issues: [],
  };
}
