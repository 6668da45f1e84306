/**
 * Whether this process can do its work: a list of named checks, which other parts add to.
 *
 * Each check has a time limit, its result is kept for a second, and callers who come meanwhile share it. So no number of probes
 * loads the database, and none of them hangs.
 */
import { log } from '../log';
import { keepInProcess } from '../process-wide';

/** @returns why it fails, in words for whoever may read the probe: no secrets, addresses or paths; null when it passes. */
export type Check = () => Promise<string | null> | string | null;

export interface CheckResult {
  readonly name: string;
  /** Null when it passes. */
  readonly reason: string | null;
}

const LIMIT_MS = 2000;
const KEPT_MS = 1000;

const checks = keepInProcess('checks', () => new Map<string, () => Promise<CheckResult>>());

/** Adds a check, or replaces the one of this name. @returns what removes it. */
export function addCheck(name: string, check: Check, limitMs = LIMIT_MS): () => void {
  const shared = share(() => runCheck(name, check, limitMs));
  checks.set(name, shared);
  return () => {
    if (checks.get(name) === shared) checks.delete(name);
  };
}

/** The results of all checks, in the order in which they were added. */
export function runChecks(): Promise<CheckResult[]> {
  return Promise.all([...checks.values()].map((check) => check()));
}

/** Keeps a result for a moment. A check that is under way is shared for as long as it takes. */
function share(run: () => Promise<CheckResult>): () => Promise<CheckResult> {
  let last: Promise<CheckResult> | null = null;
  let until = Infinity;
  return () => {
    if (last !== null && performance.now() < until) return last;
    until = Infinity;
    last = run().finally(() => (until = performance.now() + KEPT_MS));
    return last;
  };
}

async function runCheck(name: string, check: Check, limitMs: number): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, limitMs, `There was no answer within ${limitMs / 1000} s.`);
  });
  try {
    return { name, reason: await Promise.race([Promise.resolve().then(check), late]) };
  } catch (error) {
    log.warn({ err: error, check: name }, 'a check of readiness failed unexpectedly');
    return { name, reason: 'The check failed; the log says why.' };
  } finally {
    clearTimeout(timer);
  }
}
