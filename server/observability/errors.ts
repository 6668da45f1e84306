/** Counts and keeps errors; the codes are bounded. */
import { countError } from './metrics/graphql';
import { countAborted, keepError } from './recent-errors';

/** What a request ends with whose client has gone, or whose process is about to end: nobody gets it. */
const ABORTED = 'RUN_CANCELLED';

/**
 * Notes an error. A request that its client aborted is no error: pages abort what nobody looks at any more. It is counted apart.
 *
 * @param id of an unexpected error, which is in the log.
 */
export function noteError(
  code: string,
  origin: 'api' | 'run',
  message: string,
  id: string | null = null,
): void {
  if (code === ABORTED && origin === 'api') {
    countAborted();
    return;
  }
  countError(code, origin);
  keepError(code, origin, message, id);
}
