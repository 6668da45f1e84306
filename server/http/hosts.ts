/**
 * The host names that the site answers to (the Host header of a request).
 *
 * Another site can make its own name point to this machine (DNS rebinding). The browser then treats both as one site, and
 * that site's scripts could read everything here. Such requests still carry the other name. IP addresses and the names of
 * this machine cannot be rebound.
 */
import { isIP } from 'node:net';
import type { Config } from '../config';

type Listening = Pick<Config, 'host' | 'allowedHosts'>;

const HOST = /^(\[[0-9a-f:.]+\]|[^\s:/@[\]]+)(?::\d{1,5})?$/i;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const LONGEST_NAME = 253;

/**
 * Whether a request with this Host header is served. Allowed are the names of this machine, the address the site listens on,
 * ALLOWED_HOSTS, and any IP address if the site listens to other machines. The port is ignored unless ALLOWED_HOSTS gives
 * one, since tunnels and containers often change it.
 */
export function isAllowedHost(header: string | null, { host, allowedHosts }: Listening): boolean {
  const name = header === null ? undefined : HOST.exec(header)?.[1]?.toLowerCase();
  if (header === null || name === undefined) return false;
  if (LOOPBACK.test(name) || name === bracketed(host)) return true;
  if (allowedHosts.includes(name) || allowedHosts.includes(header.toLowerCase())) return true;
  return !isLoopback(host) && isIP(name.replaceAll(/[[\]]/g, '')) !== 0;
}

/** The response to a host name that is not allowed: 421 with the setting to change. Null for an allowed one. */
export function refuseHost(request: Request, listening: Listening): Response | null {
  const header = request.headers.get('host');
  if (isAllowedHost(header, listening)) return null;
  const name = (header ?? '').replaceAll(/[^\w.:[\]-]/g, '?').slice(0, LONGEST_NAME);
  const message = `This site does not answer to the name '${name}'. Its operator can allow the name: ALLOWED_HOSTS=${name}\n`;
  return new Response(message, {
    status: 421,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** Whether an address to listen on can be reached from this machine only. */
function isLoopback(host: string): boolean {
  return LOOPBACK.test(bracketed(host));
}

/** The form of a Host header: lower case, an IPv6 address in brackets. */
function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host.toLowerCase()}]` : host.toLowerCase();
}
