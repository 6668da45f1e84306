/** The last errors of this process, for the administrator's page; metrics count all of them. */
import { keepInProcess } from '../process-wide';
import { currentScope } from '../scope';

export interface RecentError {
  readonly at: Date;
  readonly code: string;
  readonly origin: 'api' | 'run';
  /** Id of an unexpected error, which is in the log; null for others. */
  readonly id: string | null;
  /** What happened, without what a user wrote; null for errors of an input. */
  readonly message: string | null;
  readonly requestId: string | null;
  readonly run: string | null;
}

export interface CodeCount {
  readonly code: string;
  readonly count: number;
  readonly lastAt: Date;
}

const KEPT = 100;
/** Characters of a message that are kept. */
const MAX_MESSAGE = 300;
/** Errors that the site, not its user, causes: their messages quote no prompts. */
const OWN_CODES = new Set(['ENGINE_FAILED', 'DATABASE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR']);

const state = keepInProcess('errors', () => ({
  recent: [] as RecentError[],
  counts: new Map<string, { count: number; lastAt: Date }>(),
  aborted: 0,
}));

/** Keeps an error. @param id of an unexpected one. */
export function keepError(
  code: string,
  origin: 'api' | 'run',
  message: string,
  id: string | null = null,
): void {
  const at = new Date();
  const { requestId = null, run = null } = currentScope();
  const known = state.counts.get(code);
  state.counts.set(code, { count: (known?.count ?? 0) + 1, lastAt: at });
  const shown = OWN_CODES.has(code) ? message.slice(0, MAX_MESSAGE) : null;
  state.recent.push({ at, code, origin, id, message: shown, requestId, run });
  state.recent.splice(0, state.recent.length - KEPT);
}

/** Counts a request that its client aborted. */
export function countAborted(): void {
  state.aborted++;
}

/** Requests that clients aborted since the start of this process. */
export function readAborted(): number {
  return state.aborted;
}

/** The last errors, the newest first. */
export function listRecentErrors(): RecentError[] {
  return state.recent.toReversed();
}

/** How often each code occurred since the start of this process, the most frequent first. */
export function countErrorsByCode(): CodeCount[] {
  return [...state.counts]
    .map(([code, { count, lastAt }]) => ({ code, count, lastAt }))
    .toSorted((a, b) => b.count - a.count);
}
