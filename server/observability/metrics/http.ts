/** Metrics of HTTP requests, subscriptions and refusals. */
import { Counter, Gauge, Histogram } from 'prom-client';
import { CALL_SECONDS, defineMetrics } from './registry';

const metrics = defineMetrics('http', (registers) => ({
  requests: new Counter({
    name: 'patchbay_http_requests_total',
    help: 'HTTP requests by route, method and status; status 0 is a client that disconnected first.',
    labelNames: ['route', 'method', 'status'],
    registers,
  }),
  seconds: new Histogram({
    name: 'patchbay_http_request_seconds',
    help: 'Time of HTTP requests until the end of the response, by route; without streams.',
    labelNames: ['route'],
    buckets: CALL_SECONDS,
    registers,
  }),
  subscriptions: new Gauge({
    name: 'patchbay_subscriptions_open',
    help: 'Subscriptions that are open.',
    registers,
  }),
  refusals: new Counter({
    name: 'patchbay_rate_limit_refusals_total',
    help: 'Requests that a rate limit refused, by limit.',
    labelNames: ['limit'],
    registers,
  }),
}));

/** The route whose responses are open as long as a subscription is. */
const STREAM = '/api/graphql/stream';

/** Counts a finished request. @param status 0 when the client disconnected before the response was complete. */
export function countRequest(route: string, method: string, status: number, seconds: number): void {
  metrics.requests.inc({ route, method, status });
  if (route !== STREAM) metrics.seconds.observe({ route }, seconds);
}

/** Counts an open subscription. @returns what counts its end; further calls do nothing. */
export function openSubscription(): () => void {
  metrics.subscriptions.inc();
  let isOpen = true;
  return () => {
    if (isOpen) metrics.subscriptions.dec();
    isOpen = false;
  };
}

export type RateLimitName = 'guests' | 'sign-ins' | 'posts' | 'work' | 'requests' | 'streams';

/** Counts a request that a rate limit refuses. */
export function countRefusal(limit: RateLimitName): void {
  metrics.refusals.inc({ limit });
}
