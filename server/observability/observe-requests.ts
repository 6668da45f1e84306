/**
 * Observes every HTTP request of this process: gives it an id and a scope, counts it, and starts its trace.
 *
 * Node's diagnostics channel sees each request before Next.js does, pages and files included, and calls this module within the
 * async context in which the request is then served.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TrustedProxies } from '../trusted-proxies';
import { countRequest } from './metrics/http';
import { keepInProcess } from '../process-wide';
import { isLocalRequest, readRequestId } from './request-ids';
import { methodLabel, findRoute } from './routes';
import { enterScope } from '../scope';
import { startRequestSpan } from './tracing/spans';

const state = keepInProcess('requests', () => ({ isSubscribed: false }));

/** Observes all requests from now on; further calls do nothing. */
export function observeRequests(trusted: TrustedProxies): void {
  if (state.isSubscribed) return;
  state.isSubscribed = true;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    observe(request, response, trusted);
  });
}

function observe(request: IncomingMessage, response: ServerResponse, trusted: TrustedProxies): void {
  const started = performance.now();
  const requestId = readRequestId(request, trusted);
  const route = findRoute(request.url ?? '');
  const method = methodLabel(request.method);
  request.headers['x-request-id'] = requestId;
  response.setHeader('x-request-id', requestId);
  const span = startRequestSpan(request.headers.traceparent, method, route, requestId);
  enterScope({ requestId, span, isLocal: isLocalRequest(request) });
  // Next.js adds as many listeners as Node.js allows without a warning.
  response.setMaxListeners(response.getMaxListeners() + 1);
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : 0;
    countRequest(route, method, status, (performance.now() - started) / 1000);
    span?.setAttribute('http.response.status_code', status);
    span?.end();
  });
}
