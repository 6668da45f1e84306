/** The origin of the site as the browser of a request sees it. */

/**
 * `http://127.0.0.1:3000`, or the name of the proxy that the request came through.
 *
 * @param header a header of the request, by its lower-case name. The host has been checked by refuseHost.
 */
export function requestOrigin(header: (name: string) => string | null, isSecure: boolean): string {
  const host = (header('host') ?? 'localhost').toLowerCase();
  return `${isSecure ? 'https' : 'http'}://${host}`;
}
