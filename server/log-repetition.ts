/** Counts equal log lines: within an interval only the first one is written. */
import { getErrorMessage } from './errors';

const INTERVAL_MS = 10_000;
/** Ids of requests that the report of skipped lines names. */
const MAX_REQUESTS = 20;
/** Number of different lines that are tracked; further ones are all written. */
const MAX_REMEMBERED = 1000;
/** pino's number of its level `warn`. */
const WARN = 40;

/**
 * Creates a filter of log calls.
 *
 * Lines are equal when level, message and error are; other fields, such as ids, do not count. Lines below `warn` pass.
 *
 * @returns a function that decides whether to write a line. It calls `report` at the end of an interval in which the line
 *   was repeated, with the number of skipped lines and the ids of the requests that they belong to.
 */
export function createRepetitionFilter(intervalMs = INTERVAL_MS) {
  const repetitions = new Map<string, Repetition>();
  return (
    level: number,
    first: unknown,
    second: unknown,
    report: (count: number, requestIds: readonly string[]) => void,
    requestId?: string,
  ): boolean => {
    if (level < WARN) return true;
    const key = `${level} ${keyPart(first)} ${keyPart(second)}`;
    const known = repetitions.get(key);
    if (known !== undefined) {
      known.count++;
      if (requestId !== undefined && known.requestIds.size < MAX_REQUESTS) known.requestIds.add(requestId);
      return false;
    }
    if (repetitions.size >= MAX_REMEMBERED) return true;
    const repetition: Repetition = { count: 0, requestIds: new Set() };
    repetitions.set(key, repetition);
    setTimeout(() => {
      repetitions.delete(key);
      if (repetition.count > 0) report(repetition.count, [...repetition.requestIds]);
    }, intervalMs).unref();
    return true;
  };
}

/** Lines that were skipped since the first one. */
interface Repetition {
  count: number;
  readonly requestIds: Set<string>;
}

/** The identity of a log argument: its text, or the message of the error in its fields. */
function keyPart(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return getErrorMessage(value);
  if (typeof value !== 'object' || value === null || !('err' in value)) return '';
  return getErrorMessage(value.err);
}
