/** Counts and keeps an error; the codes are bounded. */
import { countError } from './metrics/graphql';
import { keepError } from './recent-errors';

/** @param id of an unexpected error, which is in the log. */
export function noteError(
  code: string,
  origin: 'api' | 'run',
  message: string,
  id: string | null = null,
): void {
  countError(code, origin);
  keepError(code, origin, message, id);
}
