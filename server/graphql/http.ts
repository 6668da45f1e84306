/** GraphQL over HTTP: Apollo Server with limits of body size, concurrent requests and cost. */
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { startServerAndCreateNextHandler } from '@as-integrations/next';
import { GraphQLError } from 'graphql';
import { clientAddress } from '../accounts/client-address';
import type { Asker } from '../accounts/rate-limits';
import { config } from '../config';
import { withRequestKey } from '../create-id';
import { badUserInput, isAppError, messageOf } from '../errors';
import { refuseHost } from '../http/hosts';
import { isSecure } from '../http/is-secure';
import { setRateLimits, setRetryAfter } from '../http/rate-limit-headers';
import { services } from '../services';
import { createContext, type Context } from './context';
import { formatError, toGraphqlError } from './errors';
import { limitRules, MAX_BODY_BYTES, MAX_DOCUMENT_TOKENS, MAX_FILE_BODY_BYTES } from './limits';
import { labelOperation, observeOperationOf, type ObservedOperation } from './observe-operation';
import { admitOperation, settleOperation } from './operation';
import { schema } from './schema';

/** Bodies that are too long are read up to this length and discarded, since most clients read the response only after sending everything. */
const MAX_READ_BYTES = 2 * MAX_FILE_BODY_BYTES;
/** Operations whose requests may be as long as a file. */
const TAKES_FILE = /\b(importRun|checkFile)\b/;

const server = new ApolloServer<Context>({
  schema,
  introspection: true,
  includeStacktraceInErrorResponses: false,
  parseOptions: { maxTokens: MAX_DOCUMENT_TOKENS },
  validationRules: limitRules,
  plugins: [
    // Its landing page would load scripts from another host; app/graphiql replaces it. There are no cache hints to look for.
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginCacheControlDisabled(),
    {
      requestDidStart: async () => ({
        async didResolveOperation({ document, operation, request, contextValue }) {
          if (!operation) return;
          const observed = operations.get(contextValue.budget);
          if (observed) observed.label = labelOperation(operation.name?.value);
          try {
            await admitOperation(document, operation, request.variables, contextValue);
          } catch (error) {
            throw isAppError(error) ? toGraphqlError(error) : error;
          }
        },
        willSendResponse: async ({ contextValue }) => settleOperation(contextValue),
      }),
    },
  ],
  formatError: ({ extensions }, error) => formatError(error, extensions?.['code'] as string | undefined),
});

/** Set-Cookie headers that resolvers add while a request is served, and who asks. */
interface Served {
  readonly cookies: string[];
  asker: Asker;
  operation?: ObservedOperation;
}
/** Operations that are observed, by the budgets of their contexts: Apollo Server copies contexts. */
const operations = new WeakMap<Context['budget'], ObservedOperation>();
const served = new WeakMap<Request, Served>();

const handle = startServerAndCreateNextHandler<Request, Context>(server, {
  context: async (request) => {
    const here = served.get(request);
    const context = await createContext({
      header: (name) => request.headers.get(name),
      setCookie: (header) => here?.cookies.push(header),
      isSecure: isSecure(request),
      signal: request.signal,
    }).catch(refuseIdentity);
    if (here) here.asker = context.asker;
    if (here?.operation) operations.set(context.budget, here.operation);
    return context;
  },
});

/** Refuses an invalid access token with status 401. */
function refuseIdentity(error: unknown): never {
  if (!isAppError(error, 'UNAUTHENTICATED')) throw error;
  const http = { status: 401, headers: new HeaderMap([['www-authenticate', 'Bearer realm="Patchbay"']]) };
  throw new GraphQLError(error.message, { originalError: error, extensions: { http } });
}

/** Serves one GraphQL request: queries by GET or POST, mutations by POST. */
export async function serveGraphql(original: Request): Promise<Response> {
  const refused = refuseHost(original, config);
  if (refused) return refused;
  const { rates } = services();
  const address = clientAddress((name) => original.headers.get(name));
  const here: Served = { cookies: [], asker: { address, userId: null } };
  const withLimits = async (response: Response): Promise<Response> => {
    setRateLimits(response.headers, await rates.standings(here.asker));
    return response;
  };
  let close: () => void;
  try {
    close = await rates.openRequest(address);
  } catch (error) {
    return withLimits(refuse(error));
  }
  try {
    const request = await readBody(original);
    if (request instanceof Response) return await withLimits(request);
    served.set(request, here);
    const serve = (): Promise<Response> =>
      observeOperationOf((operation) => {
        here.operation = operation;
        return handle(request);
      });
    const key = original.headers.get('idempotency-key');
    const response = await withLimits(
      await withRequestKey(key, () => request.clone().text(), serve).catch((error: unknown) =>
        refuse(error, 400),
      ),
    );
    for (const header of here.cookies) response.headers.append('set-cookie', header);
    // Responses depend on the requester.
    response.headers.set('cache-control', 'no-store');
    return response;
  } finally {
    close();
  }
}

/** Reads the body of a request; returns a refusal if it is too long or not JSON. */
export async function readBody(request: Request): Promise<Request | Response> {
  if (request.body === null) return withoutJson(request);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > MAX_READ_BYTES) break;
    if (length <= MAX_FILE_BODY_BYTES) chunks.push(chunk);
  }
  if (length > MAX_FILE_BODY_BYTES) return refuseLength(MAX_FILE_BODY_BYTES);
  const body = Buffer.concat(chunks);
  const isJson = request.headers.get('content-type')?.includes('json') ?? false;
  if (length > MAX_BODY_BYTES && !isJson) return refuseLength(MAX_BODY_BYTES);
  try {
    const parsed: unknown = isJson ? JSON.parse(body.toString()) : null;
    if (length > MAX_BODY_BYTES && !takesFile(parsed)) return refuseLength(MAX_BODY_BYTES);
  } catch (error) {
    if (length > MAX_BODY_BYTES) return refuseLength(MAX_BODY_BYTES);
    return badRequest(400, `The request's body is not JSON: ${messageOf(error)}`);
  }
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body,
    signal: request.signal,
  });
}

/** Whether a request's document names an operation that takes a file. */
function takesFile(parsed: unknown): boolean {
  if (typeof parsed !== 'object' || parsed === null || !('query' in parsed)) return false;
  return typeof parsed.query === 'string' && TAKES_FILE.test(parsed.query);
}

function refuseLength(most: number): Response {
  return badRequest(413, `The request is longer than ${most} bytes. Send fewer or shorter prompts.`);
}

/** Changes the content type of a request without a body, which the handler would try to parse as JSON. */
function withoutJson({ url, method, headers, signal }: Request): Request {
  const other = new Headers(headers);
  if (other.get('content-type') === 'application/json')
    other.set('content-type', 'application/json; charset=utf-8');
  return new Request(url, { method, headers: other, signal });
}

/** The response to a request that is refused before execution. @throws errors that are not AppErrors. */
export function refuse(error: unknown, status = 429): Response {
  if (!isAppError(error)) throw error;
  const headers = new Headers({ 'cache-control': 'no-store' });
  setRetryAfter(headers, error.details);
  return Response.json({ errors: [formatError(error)] }, { status, headers });
}

function badRequest(status: number, message: string): Response {
  return refuse(badUserInput([{ path: '', message }]), status);
}
