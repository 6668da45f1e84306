/** Errors as clients see them: ours with code and issues, unknown ones masked with an id that is in the log. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { databaseError } from '../db/faults';
import { errorId, isAppError } from '../errors';
import { log } from '../log';

/**
 * Formats an error for a response.
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
    return { message: cause.message, ...place, extensions: { code: cause.code, ...cause.details } };
  }
  // Syntax and validation errors are the client's own; GraphQL's message says what is wrong.
  if (graphqlError && (cause === null || cause instanceof GraphQLError)) {
    return {
      message: graphqlError.message,
      ...place,
      extensions: { code: graphqlError.extensions['code'] ?? code },
    };
  }
  const fault = databaseError(cause);
  if (fault) {
    if (fault.code === 'DATABASE_UNAVAILABLE') log.error({ err: cause }, 'the database failed');
    return { message: fault.message, ...place, extensions: { code: fault.code, ...fault.details } };
  }
  const id = errorId(cause);
  log.error({ err: cause, id, path }, 'a request failed unexpectedly');
  const message = `Something unexpected went wrong; the server's log has it as ${id}.`;
  return { message, ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', id } };
}
