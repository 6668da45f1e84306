/** GraphQL over HTTP: Apollo Server with limits of body size, concurrent requests and cost. */
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import { clientAddress } from '../accounts/client-address';
import type { Asker } from '../accounts/rate-limits';
import { config } from '../config';
import { withRequestKey } from '../create-id';
import { isAppError } from '../errors';
import { refuseHost } from '../http/hosts';
import { isSecure } from '../http/is-secure';
import { setRateLimits } from '../http/rate-limit-headers';
import { services } from '../services/services';
import { createContext, type Context } from './context';
import { formatError, toGraphqlError } from './errors';
import { limitRules, MAX_DOCUMENT_TOKENS } from './limits';
import { labelOperation, timeOperation, type ObservedOperation } from './observe-operation';
import { admitOperation, settleOperation } from './operation';
import { refuse } from './refuse';
import { readBody, type RequestBody } from './request-body';
import { schema } from './schema';

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

server.startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests();

/** Executes a request whose body has been read. An integration for Next would read it again. */
async function handle(request: Request, { text, json }: RequestBody): Promise<Response> {
  const { body, headers, status } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: readHeaders(request.headers),
      search: new URL(request.url).search,
      body: json ?? text,
    },
    context: () => createServedContext(request),
  });
  if (body.kind !== 'complete') throw new Error('a response in parts, which no query asks for');
  return new Response(body.string, { status: status ?? 200, headers: [...headers] });
}

function readHeaders(headers: Headers): HeaderMap {
  const read = new HeaderMap();
  headers.forEach((value, name) => read.set(name, value));
  return read;
}

async function createServedContext(request: Request): Promise<Context> {
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
}

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
    const body = await readBody(original);
    if (body instanceof Response) return await withLimits(body);
    served.set(original, here);
    const serve = (): Promise<Response> =>
      timeOperation((operation) => {
        here.operation = operation;
        return handle(original, body);
      });
    const key = original.headers.get('idempotency-key');
    const response = await withLimits(
      await withRequestKey(key, async () => body.text, serve).catch((error: unknown) => refuse(error, 400)),
    );
    for (const header of here.cookies) response.headers.append('set-cookie', header);
    // Responses depend on the requester.
    response.headers.set('cache-control', 'no-store');
    return response;
  } finally {
    close();
  }
}
