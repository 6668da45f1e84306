/**
 * Names the trace of each request in the W3C header `traceparent`, so that a trace begins with what a person did: requests that
 * follow one click or key share a trace. A server without traces ignores the header.
 */
import { ApolloLink } from '@apollo/client';
import { randomHex } from './random-hex';

const TRACE_BYTES = 16;
const SPAN_BYTES = 8;

let trace: string | null = null;

/** The trace of the last click or key in this page. */
function currentTrace(): string {
  if (trace === null) {
    trace = randomHex(TRACE_BYTES);
    for (const event of ['click', 'keydown'] as const) {
      window.addEventListener(event, () => (trace = randomHex(TRACE_BYTES)), {
        capture: true,
        passive: true,
      });
    }
  }
  return trace;
}

/** A link that adds the header to requests over HTTP. */
export function createTraceLink(): ApolloLink {
  return new ApolloLink((operation, forward) => {
    if (typeof window === 'undefined') return forward(operation);
    const traceparent = `00-${currentTrace()}-${randomHex(SPAN_BYTES)}-01`;
    operation.setContext(({ headers }: { headers?: Record<string, string> }) => ({
      headers: { ...headers, traceparent },
    }));
    return forward(operation);
  });
}
