/** Errors as clients see them: ours with code and issues, unknown ones masked with an id that is in the log. */
import { randomBytes } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isAppError } from '../errors';
import { log } from '../log';

/** Formats an error for a response. */
export function formatError(error: unknown): GraphQLFormattedError {
  const graphqlError = error instanceof GraphQLError ? error : null;
  const cause = graphqlError?.originalError ?? (graphqlError ? null : error);
  const { locations, path } = graphqlError?.toJSON() ?? {};
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (isAppError(cause)) {
    return { message: cause.message, ...place, extensions: { code: cause.code, ...cause.details } };
  }
  // Syntax and validation errors are the client's own; GraphQL's message says what is wrong.
  if (graphqlError && (cause === null || cause instanceof GraphQLError)) {
    return { message: graphqlError.message, ...place, extensions: { code: clientCode(graphqlError) } };
  }
  const id = randomBytes(4).toString('hex');
  log.error({ err: cause, id, path }, 'a request failed unexpectedly');
  const message = `Something unexpected went wrong; the server's log has it as ${id}.`;
  return { message, ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', id } };
}

/** BAD_USER_INPUT for wrong variables, Apollo's own code where it gives one. */
function clientCode(error: GraphQLError): string {
  const { code } = error.extensions;
  return typeof code === 'string' ? code : 'GRAPHQL_VALIDATION_FAILED';
}
