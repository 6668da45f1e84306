/**
 * What a requester may still do, as headers of a response: `RateLimit-Policy` and `RateLimit` of the IETF draft
 * "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers), and `Retry-After` of a refusal.
 */
import type { Standing } from '../accounts/rate-limits';

/** @param standings of the limits that count the request; those that are off are left out. */
export function setRateLimits(headers: Headers, standings: readonly Standing[]): void {
  if (standings.length === 0) return;
  const policies = standings.map(({ name, quota, unit, windowSeconds }) =>
    [
      `"${name}"`,
      `q=${quota}`,
      ...(unit === null ? [] : [`qu="${unit}"`]),
      ...(windowSeconds === null ? [] : [`w=${windowSeconds}`]),
    ].join(';'),
  );
  const left = standings.map(({ name, remaining, resetSeconds }) =>
    [`"${name}"`, `r=${remaining}`, ...(resetSeconds === null ? [] : [`t=${resetSeconds}`])].join(';'),
  );
  headers.set('ratelimit-policy', policies.join(', '));
  headers.set('ratelimit', left.join(', '));
}

/** Says when to try again, where the refusal knows it. @param details of the refusal. */
export function setRetryAfter(headers: Headers, details: Readonly<Record<string, unknown>>): void {
  const { retryAfterMs } = details;
  if (typeof retryAfterMs === 'number') headers.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
}
