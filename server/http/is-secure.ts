/** Whether a request was made by HTTPS, directly or to a proxy that reports it. */
export function isSecure(request: Request): boolean {
  const forwarded = request.headers.get('x-forwarded-proto');
  return (forwarded ?? new URL(request.url).protocol).startsWith('https');
}
