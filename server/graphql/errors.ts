/** Errors as clients see them: ours with code and issues, unknown ones masked with an id that is in the log. */
import { randomBytes } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isAppError, type AppError, type InputIssue } from '../errors';
import { log } from '../log';
import { MAX_DOCUMENT_TOKENS } from './limits';

/** Characters of one line of a message: what a client sent is not sent back at length. */
const MAX_LINE = 300;
/** Lines of a message, and issues beside it: four a pair of the largest run, and some of the run itself. */
const MAX_LINES = 300;

/**
 * Formats an error for a response, wherever it was asked for.
 *
 * @param code what the server takes it for when the error itself does not say (such as BAD_USER_INPUT for variables that
 *   do not fit their types).
 */
export function formatError(error: unknown, code = 'GRAPHQL_VALIDATION_FAILED'): GraphQLFormattedError {
  const graphqlError = error instanceof GraphQLError ? error : null;
  const cause = graphqlError?.originalError ?? (graphqlError ? null : error);
  const { locations, path } = graphqlError?.toJSON() ?? {};
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (isAppError(cause)) {
    return {
      message: clipLines(cause.message),
      ...place,
      extensions: { code: cause.code, ...clipDetails(cause.details) },
    };
  }
  // Syntax and validation errors are the client's own; GraphQL's message says what is wrong.
  if (graphqlError && (cause === null || cause instanceof GraphQLError)) {
    return {
      message: EXPLANATIONS[graphqlError.message] ?? clipLines(graphqlError.message),
      ...place,
      extensions: { code: graphqlError.extensions['code'] ?? code },
    };
  }
  const id = logOnce(cause, path);
  const message = `Something unexpected went wrong; the server's log has it as ${id}.`;
  return { message, ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', id } };
}

/** Ids of errors that are in the log already: all followers of a source that fails are told of the same error. */
const logged = new WeakMap<object, string>();

function logOnce(cause: unknown, path: GraphQLFormattedError['path']): string {
  const key = typeof cause === 'object' && cause !== null ? cause : {};
  const known = logged.get(key);
  if (known !== undefined) return known;
  const id = randomBytes(4).toString('hex');
  logged.set(key, id);
  log.error({ err: cause, id, path }, 'a request failed unexpectedly');
  return id;
}

/** An AppError as GraphQL throws it before execution, with the HTTP status that it means. */
export function toGraphqlError(error: AppError): GraphQLError {
  const status = error.code === 'QUOTA_EXCEEDED' ? 429 : 400;
  const { retryAfterMs } = error.details;
  const headers = new Map(
    typeof retryAfterMs === 'number' ? [['retry-after', String(Math.ceil(retryAfterMs / 1000))]] : [],
  );
  return new GraphQLError(error.message, { originalError: error, extensions: { http: { status, headers } } });
}

/** What GraphQL says of its own limits, in terms of what to change. */
const EXPLANATIONS: Readonly<Record<string, string>> = {
  'Too many validation errors, error limit reached. Validation aborted.':
    'The document has more than 100 errors; only the first 100 are listed. Fix these first.',
  'Validation aborted.':
    'The document selects fields of the same name too often: comparing them with each other takes more than 500,000 steps. ' +
    'Select each field once, and use fragments in fewer places.',
  [`Syntax Error: Document contains more that ${MAX_DOCUMENT_TOKENS} tokens. Parsing aborted.`]:
    `The document has more than ${MAX_DOCUMENT_TOKENS.toLocaleString('en-US')} words and signs. ` +
    'Send values as variables, and ask for less at a time.',
};

function clipLines(message: string): string {
  const lines = message.split('\n', MAX_LINES + 1);
  const kept = lines.slice(0, MAX_LINES).map(clip);
  return (lines.length > MAX_LINES ? [...kept, '…'] : kept).join('\n');
}

function clip(line: string): string {
  if (line.length <= MAX_LINE) return line;
  const half = Math.floor(MAX_LINE / 2);
  // The end of a sentence mostly says what to do.
  return `${line.slice(0, half).toWellFormed()} … ${line.slice(3 - half).toWellFormed()}`;
}

function clipDetails(details: Record<string, unknown>): Record<string, unknown> {
  const issues = details['issues'] as readonly InputIssue[] | undefined;
  if (!Array.isArray(issues)) return details;
  return {
    ...details,
    issues: issues
      .slice(0, MAX_LINES)
      .map((issue: InputIssue) => ({ ...issue, message: clipLines(issue.message) })),
  };
}
