/**
 * A client of the API as a careful program would write it: it tries again at another web server when it gets no answer, or one that
 * says that nothing was changed. All tries of one operation have the same `Idempotency-Key`.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** An operation is given up after so many times the wait for an answer. */
const GIVE_UP_ANSWERS = 2.5;
const PAUSE_MS = 400;
/** Nothing was changed, and it may succeed later. */
const PASSING = new Set(['DATABASE_UNAVAILABLE', 'ENGINE_FAILED', 'QUOTA_EXCEEDED', 'MODEL_UNAVAILABLE']);

export interface Address {
  readonly web: string;
  readonly url: string;
}

/** What became of an operation. */
export type Result<T> =
  | { readonly type: 'done'; readonly data: T }
  | { readonly type: 'refused'; readonly code: string; readonly message: string }
  | { readonly type: 'unknown' };

export interface ClientOptions {
  readonly addresses: readonly Address[];
  /** A client waits this long for an answer, in ms; a server that works has answered or refused by then. */
  readonly answerMs: number;
  /** Called with each answer that no client should get, and each that does not come. */
  readonly onProblem: (problem: Problem) => void;
}

export interface Problem {
  readonly web: string;
  readonly what: string;
  /** Of the request, by `performance.now()`. */
  readonly sentAt: number;
}

export interface Client {
  /** Sends an operation until it is done, refused or given up. @param only the web server that is asked; any by default. */
  readonly ask: <T>(query: string, variables?: object, only?: string) => Promise<Result<T>>;
  /** Sends an operation once. */
  askOnce<T>(address: Address, query: string, variables: object, key: string): Promise<Result<T>>;
  stop(): void;
}

export function createClient({ addresses, answerMs, onProblem }: ClientOptions): Client {
  let cookie = '';
  let turn = 0;
  let isStopped = false;
  const askOnce = async <T>(
    address: Address,
    query: string,
    variables: object,
    key: string,
  ): Promise<Result<T>> => {
    const sentAt = performance.now();
    const report = (what: string): void => onProblem({ web: address.web, what, sentAt });
    try {
      const response = await fetch(`${address.url}/api/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key, ...(cookie && { cookie }) },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(answerMs),
      });
      const text = await response.text();
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      const { data, errors } = JSON.parse(text) as {
        data?: T;
        errors?: { message: string; extensions?: { code?: string } }[];
      };
      const [error] = errors ?? [];
      if (!error) return { type: 'done', data: data! };
      const code = error.extensions?.code ?? 'none';
      if (code === 'INTERNAL_SERVER_ERROR' || code === 'none')
        report(`an unexpected error was answered to ${findName(query)}: ${error.message}`);
      return { type: 'refused', code, message: error.message };
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError')
        report(`no answer to ${findName(query)} within ${answerMs / 1000} s`);
      return { type: 'unknown' };
    }
  };
  return {
    askOnce,
    ask: async <T>(query: string, variables: object = {}, only?: string): Promise<Result<T>> => {
      const until = performance.now() + GIVE_UP_ANSWERS * answerMs;
      const key = randomUUID();
      let isUnknown = false;
      let last: Result<T> = { type: 'unknown' };
      while (performance.now() < until && !isStopped) {
        const reached = only === undefined ? addresses : addresses.filter(({ web }) => web === only);
        last = await askOnce<T>(reached[turn++ % reached.length]!, query, variables, key);
        if (last.type === 'done') return last;
        if (last.type === 'refused' && !PASSING.has(last.code)) break;
        isUnknown ||= last.type === 'unknown';
        await sleep(PAUSE_MS);
      }
      // A request that got no answer may have been served.
      return isUnknown ? { type: 'unknown' } : last;
    },
    stop: () => void (isStopped = true),
  };
}

function findName(query: string): string {
  return /^(?:query|mutation) (\w+)/.exec(query)?.[1] ?? query.slice(0, 30);
}
