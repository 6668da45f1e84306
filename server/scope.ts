/** What the current work belongs to: log lines and spans carry it through all awaits (AsyncLocalStorage). */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from '@opentelemetry/api';
import { keepInProcess } from './process-wide';

export interface Scope {
  /** Id of the HTTP request, as in its header x-request-id. */
  readonly requestId?: string | undefined;
  /** Id of the run that is computed or submitted. */
  readonly run?: string | undefined;
  /** The span that new spans are children of. */
  readonly span?: Span | undefined;
  /** Whether the request came from this machine, not through a proxy. */
  readonly isLocal?: boolean | undefined;
}

const storage = keepInProcess('scope', () => new AsyncLocalStorage<Scope>());
const NOTHING: Scope = {};

export function currentScope(): Scope {
  return storage.getStore() ?? NOTHING;
}

/** Runs work with these fields in addition to those of the current scope. */
export function withScope<T>(fields: Scope, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, work);
}

/** Sets the scope of everything that the current callback does from here on. For an entry point that cannot wrap its work. */
export function enterScope(scope: Scope): void {
  storage.enterWith(scope);
}

/** The fields of a log line. */
export function scopeFields(): Record<string, string> {
  const scope = storage.getStore();
  if (scope === undefined) return {};
  const { requestId, run, span } = scope;
  return {
    ...(requestId !== undefined && { requestId }),
    ...(run !== undefined && { run }),
    ...(span !== undefined && { trace: span.spanContext().traceId }),
  };
}
