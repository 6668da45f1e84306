/** GraphQL over HTTP: Apollo Server behind limits of the body's size, of requests at the same time and of what they cost. */
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { startServerAndCreateNextHandler } from '@as-integrations/next';
import { clientAddress } from '../accounts/client-address';
import { badUserInput, isAppError, messageOf } from '../errors';
import { services } from '../services';
import { createContext, type Context } from './context';
import { formatError, toGraphqlError } from './errors';
import { limitRules, MAX_BODY_BYTES, MAX_DOCUMENT_TOKENS } from './limits';
import { admitOperation, settleOperation } from './operation';
import { schema } from './schema';

/** Bodies that are too long are read this far, and forgotten, for most clients hear an answer only after they have sent all. */
const LONGEST_READ_BYTES = 20 * MAX_BODY_BYTES;

const server = new ApolloServer<Context>({
  schema,
  introspection: true,
  includeStacktraceInErrorResponses: false,
  parseOptions: { maxTokens: MAX_DOCUMENT_TOKENS },
  validationRules: limitRules,
  plugins: [
    // Its landing page would load scripts from elsewhere; app/graphiql is ours. Cache hints are looked for at every field,
    // and there are none.
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginCacheControlDisabled(),
    {
      requestDidStart: async () => ({
        async didResolveOperation({ document, operation, request, contextValue }) {
          if (!operation) return;
          try {
            admitOperation(document, operation, request.variables, contextValue);
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

/** Set-Cookie headers that resolvers ask for while a request is served. */
const cookies = new WeakMap<Request, string[]>();

const handle = startServerAndCreateNextHandler<Request, Context>(server, {
  context: (request) =>
    createContext({
      header: (name) => request.headers.get(name),
      setCookie: (header) => cookies.get(request)?.push(header),
      isSecure: isSecure(request),
      signal: request.signal,
    }),
});

/** Serves one GraphQL request: queries by GET or POST, mutations by POST. */
export async function serveGraphql(original: Request): Promise<Response> {
  let close: () => void;
  try {
    close = services().rates.openRequest(clientAddress((name) => original.headers.get(name)));
  } catch (error) {
    return refuse(error);
  }
  try {
    const request = await readBody(original);
    if (request instanceof Response) return request;
    const headers: string[] = [];
    cookies.set(request, headers);
    const response = await handle(request);
    for (const header of headers) response.headers.append('set-cookie', header);
    // Answers depend on who asks.
    response.headers.set('cache-control', 'no-store');
    return response;
  } finally {
    close();
  }
}

/** The request with its body read, or the refusal of one that is too long or no JSON. */
export async function readBody(request: Request): Promise<Request | Response> {
  if (request.body === null) return request;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > LONGEST_READ_BYTES) break;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (length > MAX_BODY_BYTES) {
    return badRequest(
      413,
      `The request is longer than ${MAX_BODY_BYTES} bytes. Send fewer or shorter prompts.`,
    );
  }
  try {
    if (request.headers.get('content-type')?.includes('json')) JSON.parse(body.toString());
  } catch (error) {
    return badRequest(400, `The request's body is not JSON: ${messageOf(error)}`);
  }
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body,
    signal: request.signal,
  });
}

/** Whether the visitor came by HTTPS, also through a proxy that says so. */
export function isSecure(request: Request): boolean {
  const forwarded = request.headers.get('x-forwarded-proto');
  return (forwarded ?? new URL(request.url).protocol).startsWith('https');
}

/** The answer to a request that is not executed. @throws what is no AppError. */
export function refuse(error: unknown, status = 429): Response {
  if (!isAppError(error)) throw error;
  const headers = { 'cache-control': 'no-store' };
  return Response.json({ errors: [formatError(error)] }, { status, headers });
}

function badRequest(status: number, message: string): Response {
  return refuse(badUserInput([{ path: '', message }]), status);
}
