/**
 * Subscriptions over server-sent events, with the same context, limits and error masking as over HTTP.
 *
 * graphql-sse would run queries and mutations as well; only subscriptions are let through, so that there is one door
 * for each kind of operation.
 */
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type ExecutionResult,
} from 'graphql';
import type { OperationArgs } from 'graphql-sse';
import { createHandler } from 'graphql-sse/lib/use/fetch';
import { config } from '../config';
import { refuseHost } from '../http/hosts';
import { isSecure } from '../http/is-secure';
import { createContext } from './context';
import { formatError } from './errors';
import { readBody } from './http';
import { limitRules, MAX_DOCUMENT_TOKENS } from './limits';
import { schema } from './schema';

const handle = createHandler<Record<PropertyKey, unknown>>({
  schema,
  onSubscribe: async (request, params) => prepare(request.raw, params),
  onNext: (_context, _request, result) =>
    result.errors ? { ...result, errors: result.errors.map(masked) } : result,
});

/** Serves one request of a subscription, as graphql-sse's distinct connections mode. */
export async function serveStream(original: Request): Promise<Response> {
  const refused = refuseHost(original, config);
  if (refused) return refused;
  const request = await readBody(original);
  return request instanceof Response ? request : handle(request);
}

async function prepare(
  request: Request,
  params: { query: unknown; operationName?: string | null; variables?: Record<string, unknown> | null },
): Promise<OperationArgs<Record<PropertyKey, unknown>> | ExecutionResult> {
  try {
    const document = parse(String(params.query), { maxTokens: MAX_DOCUMENT_TOKENS });
    const errors = validate(schema, document, [...specifiedRules, ...limitRules]);
    if (errors.length > 0) return { data: null, errors: errors.map(masked) };
    if (getOperationAST(document, params.operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) {
      const message = 'Only subscriptions are served here; send queries and mutations to /api/graphql.';
      return { data: null, errors: [new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })] };
    }
    const context = await createContext({
      header: (name) => request.headers.get(name),
      setCookie: () => {},
      isSecure: isSecure(request),
    });
    return {
      schema,
      document,
      operationName: params.operationName,
      variableValues: params.variables,
      contextValue: { ...context },
    };
  } catch (error) {
    return { data: null, errors: [masked(error)] };
  }
}

function masked(error: unknown): GraphQLError {
  const { message, extensions } = formatError(error);
  return new GraphQLError(message, { extensions });
}
