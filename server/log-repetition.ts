/** Counts equal log lines: within an interval only the first one is written. */
import { messageOf } from './errors';

const INTERVAL_MS = 10_000;
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
 *   was repeated, with the number of skipped lines.
 */
export function createRepetitionFilter(intervalMs = INTERVAL_MS) {
  const repetitions = new Map<string, number>();
  return (level: number, first: unknown, second: unknown, report: (count: number) => void): boolean => {
    if (level < WARN) return true;
    const key = `${level} ${keyPart(first)} ${keyPart(second)}`;
    const count = repetitions.get(key);
    if (count !== undefined) {
      repetitions.set(key, count + 1);
      return false;
    }
    if (repetitions.size >= MAX_REMEMBERED) return true;
    repetitions.set(key, 0);
    setTimeout(() => {
      const repeated = repetitions.get(key) ?? 0;
      repetitions.delete(key);
      if (repeated > 0) report(repeated);
    }, intervalMs).unref();
    return true;
  };
}

/** The identity of a log argument: its text, or the message of the error in its fields. */
function keyPart(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return messageOf(value);
  if (typeof value !== 'object' || value === null || !('err' in value)) return '';
  return messageOf(value.err);
}
