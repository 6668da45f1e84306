/**
 * Subscriptions over server-sent events, with the same context, limits and error masking as over HTTP.
 *
 * Only subscriptions are accepted, so that there is one entry point for each kind of operation. An error is sent as a last
 * `next` event, and the stream ends.
 */
import {
  getOperationAST,
  OperationTypeNode,
  parse,
  specifiedRules,
  subscribe,
  validate,
  type ExecutionResult,
  type FormattedExecutionResult,
} from 'graphql';
import { clientAddress } from '../accounts/client-address';
import { config } from '../config';
import { AppError, badUserInput } from '../errors';
import { openSubscription } from '../observability/metrics/http';
import { services } from '../services/services';
import { refuseHost } from '../http/hosts';
import { isSecure } from '../http/is-secure';
import { setRateLimits } from '../http/rate-limit-headers';
import { createContext } from './context';
import { formatError } from './errors';
import { eventStream } from './event-stream';
import { refuse } from './refuse';
import { readBody, type RequestBody } from './request-body';
import { limitRules, MAX_DOCUMENT_TOKENS } from './limits';
import { admitOperation } from './operation';
import { schema } from './schema';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  connection: 'keep-alive',
  // Without it nginx buffers events.
  'x-accel-buffering': 'no',
};

/** Serves one subscription. */
export async function serveStream(original: Request): Promise<Response> {
  const refused = refuseHost(original, config);
  if (refused) return refused;
  const { stopping, rates } = services();
  if (stopping.signal.aborted) {
    return refuse(new AppError('ENGINE_FAILED', 'The site is shutting down. Try again in a moment.'), 503);
  }
  let release: () => void;
  const address = clientAddress((name) => original.headers.get(name));
  try {
    release = await rates.openStream(address);
  } catch (error) {
    const response = refuse(error);
    setRateLimits(response.headers, await rates.standings({ address, userId: null }));
    return response;
  }
  try {
    const body = await readBody(original);
    if (body instanceof Response) {
      release();
      return body;
    }
    const params = readParams(original, body);
    const gone = new AbortController();
    const stop = AbortSignal.any([gone.signal, original.signal, stopping.signal]);
    const close = openSubscription();
    const onEnd = (): void => {
      close();
      release();
      gone.abort();
    };
    return new Response(eventStream(follow(original, params, stop), stop, onEnd), { headers: HEADERS });
  } catch (error) {
    release();
    return refuse(error, 400);
  }
}

interface Params {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Record<string, unknown>;
}

/** Formatted results of a subscription; an error is the last one. */
async function* follow(
  request: Request,
  { query, operationName, variables }: Params,
  signal: AbortSignal,
): AsyncGenerator<FormattedExecutionResult, void> {
  try {
    const document = parse(query, { maxTokens: MAX_DOCUMENT_TOKENS });
    const errors = validate(schema, document, [...specifiedRules, ...limitRules]);
    if (errors.length > 0) {
      yield { errors: errors.map((error) => formatError(error)) };
      return;
    }
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) {
      const message = 'This address serves subscriptions only. Send queries and mutations to /api/graphql.';
      throw badUserInput([{ path: 'query', message }]);
    }
    const context = await createContext({
      header: (name) => request.headers.get(name),
      setCookie: () => {},
      isSecure: isSecure(request),
      signal,
    });
    await admitOperation(document, operation, variables, context);
    const results = await subscribe({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue: context,
    });
    if (!(Symbol.asyncIterator in results)) yield format(results);
    else for await (const result of results) yield format(result);
  } catch (error) {
    if (!signal.aborted) yield { errors: [formatError(error)] };
  }
}

function format({ data, errors }: ExecutionResult): FormattedExecutionResult {
  return {
    ...(data !== undefined && { data }),
    ...(errors && { errors: errors.map((error) => formatError(error)) }),
  };
}

/**
 * Reads the operation of a request: from the body of a POST, or from the address of a GET.
 *
 * @throws BAD_USER_INPUT
 */
function readParams(request: Request, body: RequestBody): Params {
  if (!request.headers.get('accept')?.includes('text/event-stream')) {
    throw badParams('Subscriptions are sent as events. Send the header Accept: text/event-stream.');
  }
  const { query, operationName, variables } =
    request.method === 'GET' ? fromAddress(request.url) : fromBody(body);
  if (typeof query !== 'string')
    throw badParams('query is missing. Send a GraphQL document as text.', 'query');
  if (operationName != null && typeof operationName !== 'string') {
    throw badParams('operationName is not text.', 'operationName');
  }
  if (variables != null && !isRecord(variables)) throw badParams('variables is not an object.', 'variables');
  return { query, operationName: operationName ?? null, variables: variables ?? {} };
}

function fromAddress(url: string): Record<string, unknown> {
  const { searchParams } = new URL(url);
  const variables = searchParams.get('variables');
  return {
    query: searchParams.get('query') ?? undefined,
    operationName: searchParams.get('operationName'),
    variables: variables === null ? null : parseJson(variables, 'variables'),
  };
}

function fromBody({ text, json }: RequestBody): Record<string, unknown> {
  if (json === undefined && text !== '') {
    throw badParams('The request is not JSON. Send it with the header Content-Type: application/json.');
  }
  if (!isRecord(json)) throw badParams('The request is not an object with a query.');
  return json;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badParams(`${path === '' ? 'The request' : path} is not JSON.`, path);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badParams(message: string, path = ''): AppError {
  return badUserInput([{ path, message }]);
}
