/**
 * Spans of traces (OpenTelemetry). Without OTEL_EXPORTER_OTLP_ENDPOINT there is no tracer, and each function returns at once.
 *
 * The parent of a span is in the scope (scope.ts), not in OpenTelemetry's global context: no global tracer is registered, since
 * Next.js would send its own spans to it.
 */
import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api';
import { getErrorMessage } from '../../errors';
import { keepInProcess } from '../../process-wide';
import { currentScope, withScope } from '../../scope';

/** The tracer of this process; null while traces are off. */
export const tracing = keepInProcess('tracer', (): { tracer: Tracer | null } => ({ tracer: null }));

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Reads a W3C traceparent; null when it is missing or malformed. */
export function readTraceparent(text: string | string[] | null | undefined): SpanContext | null {
  const [, traceId = '', spanId = '', flags = '0'] =
    typeof text === 'string' ? (TRACEPARENT.exec(text) ?? []) : [];
  const found = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(found) ? found : null;
}

/** The current span as a W3C traceparent; null while traces are off. */
export function currentTraceparent(): string | null {
  const context = currentScope().span?.spanContext();
  if (!context) return null;
  return `00-${context.traceId}-${context.spanId}-0${context.traceFlags & 1}`;
}

/** Starts the span of an HTTP request, as a child of the browser's click if the request names one. */
export function startRequestSpan(
  traceparent: string | string[] | undefined,
  method: string,
  route: string,
  requestId: string,
): Span | undefined {
  if (tracing.tracer === null) return undefined;
  const attributes = { 'http.request.method': method, 'http.route': route, 'patchbay.request_id': requestId };
  return startSpan(`${method} ${route}`, { attributes, kind: SpanKind.SERVER }, readTraceparent(traceparent));
}

export interface SpanOptions {
  readonly attributes?: Attributes;
  readonly kind?: SpanKind;
  /** Epoch in ms; now when left out. */
  readonly startTime?: number;
}

/** Starts a span. @param parent its context; null for the first span of a trace. */
export function startSpan(name: string, options: SpanOptions, parent: SpanContext | null): Span | undefined {
  const above = parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
  return tracing.tracer?.startSpan(name, options, above);
}

/** Records a span that is over, as a child of `parent`. @param startTime epoch in ms. */
export function recordSpan(
  name: string,
  parent: SpanContext | null,
  startTime: number,
  attributes: Attributes = {},
): void {
  startSpan(name, { attributes, startTime }, parent)?.end();
}

/**
 * Runs work inside a span, whose children are the spans that the work starts.
 *
 * @param parent context of the span above; that of the current scope when left out.
 */
export function withSpan<T>(
  name: string,
  attributes: Attributes,
  work: () => T,
  parent: SpanContext | null = currentScope().span?.spanContext() ?? null,
): T {
  const span = startSpan(name, { attributes }, parent);
  if (span === undefined) return work();
  return withScope({ span }, () => {
    try {
      const result = work();
      if (!(result instanceof Promise)) {
        span.end();
        return result;
      }
      return result.then(
        (value: unknown) => (span.end(), value),
        (error: unknown) => {
          fail(span, error);
          throw error;
        },
      ) as T;
    } catch (error) {
      fail(span, error);
      throw error;
    }
  });
}

/** Marks a span as failed, by the kind of the error: a message may quote prompts. */
function fail(span: Span, error: unknown): void {
  const code = (error as { code?: unknown } | null)?.code;
  const message =
    typeof code === 'string' ? code : error instanceof Error ? error.name : getErrorMessage(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.end();
}
