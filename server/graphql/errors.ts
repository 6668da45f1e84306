/** Errors as clients see them: AppErrors with code and issues, unknown errors masked with an id that is in the log. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { databaseError } from '../db/faults';
import { errorId, isAppError, type AppError, type InputIssue } from '../errors';
import { log } from '../log';
import { noteError } from '../observability/errors';
import { MAX_DOCUMENT_TOKENS } from './limits';

/** Characters of one line of a message. Long input is not sent back in full. */
const MAX_LINE = 300;
/** Of errors of the API itself, which quote at most a few words of the input and say what to do: they are whole. */
const MAX_OWN_LINE = 1000;
/** Lines of a message, and number of issues: four per pair of the largest run, and some of the run itself. */
const MAX_LINES = 300;

/**
 * Formats an error for a response, and counts it.
 *
 * @param code for an error without a code of its own, e.g. BAD_USER_INPUT for variables of the wrong type.
 */
export function formatError(error: unknown, code = 'GRAPHQL_VALIDATION_FAILED'): GraphQLFormattedError {
  const formatted = describeError(error, code);
  const { code: shown, id } = formatted.extensions as { code: string; id?: string };
  noteError(shown, 'api', formatted.message, id);
  return formatted;
}

function describeError(error: unknown, code: string): GraphQLFormattedError {
  const graphqlError = error instanceof GraphQLError ? error : null;
  const cause = graphqlError?.originalError ?? (graphqlError ? null : error);
  const { locations, path } = graphqlError?.toJSON() ?? {};
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (isAppError(cause)) {
    return {
      message: clipLines(cause.message, MAX_OWN_LINE),
      ...place,
      extensions: { code: cause.code, ...clipDetails(cause.details) },
    };
  }
  // Syntax and validation errors: GraphQL's message says what is wrong.
  if (graphqlError && (cause === null || cause instanceof GraphQLError)) {
    return {
      message: EXPLANATIONS[graphqlError.message] ?? clipLines(graphqlError.message),
      ...place,
      extensions: {
        code:
          graphqlError.message === TOO_MANY_VARIABLE_ERRORS
            ? 'BAD_USER_INPUT'
            : (graphqlError.extensions['code'] ?? code),
      },
    };
  }
  const fault = databaseError(cause);
  if (fault) {
    if (fault.code === 'DATABASE_UNAVAILABLE') log.error({ err: cause }, 'the database failed');
    return { message: fault.message, ...place, extensions: { code: fault.code, ...fault.details } };
  }
  const id = logOnce(cause, path);
  const message = `An unexpected error occurred. Find it in the server log by its id ${id}.`;
  return { message, ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', id } };
}

/** Ids of errors that were logged: all followers of a failed source receive the same error. */
const logged = new WeakMap<object, string>();

function logOnce(cause: unknown, path: GraphQLFormattedError['path']): string {
  const key = typeof cause === 'object' && cause !== null ? cause : {};
  const known = logged.get(key);
  if (known !== undefined) return known;
  const id = errorId(cause);
  logged.set(key, id);
  log.error({ err: cause, id, path }, 'a request failed unexpectedly');
  return id;
}

/** Converts an AppError for use before execution, with its HTTP status. */
export function toGraphqlError(error: AppError): GraphQLError {
  const status = error.code === 'QUOTA_EXCEEDED' ? 429 : 400;
  const { retryAfterMs } = error.details;
  const headers = new Map(
    typeof retryAfterMs === 'number' ? [['retry-after', String(Math.ceil(retryAfterMs / 1000))]] : [],
  );
  return new GraphQLError(error.message, { originalError: error, extensions: { http: { status, headers } } });
}

/** GraphQL gives this error no code, so Apollo Server takes it for an error of the server. */
const TOO_MANY_VARIABLE_ERRORS =
  'Too many errors processing variables, error limit reached. Execution aborted.';

/** GraphQL's messages about its limits, replaced by messages that say what to change. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  [TOO_MANY_VARIABLE_ERRORS]:
    'The variables have more than 50 errors; only the first 50 are listed. Fix these first.',
  'Too many validation errors, error limit reached. Validation aborted.':
    'The document has more than 100 errors; only the first 100 are listed. Fix these first.',
  'Validation aborted.':
    'The document selects fields of the same name too often: comparing them takes more than 500,000 steps. ' +
    'Select each field once, and use fragments in fewer places.',
  [`Syntax Error: Document contains more that ${MAX_DOCUMENT_TOKENS} tokens. Parsing aborted.`]:
    `The document has more than ${MAX_DOCUMENT_TOKENS.toLocaleString('en-US')} tokens. ` +
    'Send values as variables, and request less at a time.',
};

function clipLines(message: string, longest = MAX_LINE): string {
  const lines = message.split('\n', MAX_LINES + 1);
  const kept = lines.slice(0, MAX_LINES).map((line) => clip(line, longest));
  return (lines.length > MAX_LINES ? [...kept, '…'] : kept).join('\n');
}

function clip(line: string, longest: number): string {
  if (line.length <= longest) return line;
  const half = Math.floor(longest / 2);
  // The end is kept, since it usually says what to do.
  return `${line.slice(0, half).toWellFormed()} … ${line.slice(3 - half).toWellFormed()}`;
}

function clipDetails(details: Record<string, unknown>): Record<string, unknown> {
  const issues = details['issues'] as readonly InputIssue[] | undefined;
  if (!Array.isArray(issues)) return details;
  return {
    ...details,
    issues: issues
      .slice(0, MAX_LINES)
      .map((issue: InputIssue) => ({ ...issue, message: clipLines(issue.message, MAX_OWN_LINE) })),
  };
}
