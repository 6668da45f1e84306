/** Whether the visitor came by HTTPS, also through a proxy that says so. */
export function isSecure(request: Request): boolean {
  const forwarded = request.headers.get('x-forwarded-proto');
  return (forwarded ?? new URL(request.url).protocol).startsWith('https');
}
