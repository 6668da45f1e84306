/** Responses to requests that are refused before anything is executed. */
import { badUserInput, isAppError } from '../errors';
import { setRetryAfter } from '../http/rate-limit-headers';
import { formatError } from './errors';

/** The response to a request that is refused before execution. @throws errors that are not AppErrors. */
export function refuse(error: unknown, status = 429): Response {
  if (!isAppError(error)) throw error;
  const headers = new Headers({ 'cache-control': 'no-store' });
  setRetryAfter(headers, error.details);
  return Response.json({ errors: [formatError(error)] }, { status, headers });
}

/** The response to a request that cannot be read. */
export function badRequest(status: number, message: string): Response {
  return refuse(badUserInput([{ path: '', message }]), status);
}
