/**
 * Which names the site answers to (the Host header of a request).
 *
 * A page of another site can make its own name point to this machine (DNS rebinding); the browser then takes both for one
 * site, and its scripts could read everything here. Such requests still carry the other name. An IP address cannot be
 * made to point elsewhere, and neither can the names of this machine.
 */
import { isIP } from 'node:net';
import type { Config } from '../config';

type Listening = Pick<Config, 'host' | 'allowedHosts'>;

const HOST = /^(\[[0-9a-f:.]+\]|[^\s:/@[\]]+)(?::\d{1,5})?$/i;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const LONGEST_NAME = 253;

/**
 * Whether a request for `header` is served: the names of this machine, the address the site listens on, ALLOWED_HOSTS, and
 * any IP address once the site listens to other machines. The port does not matter, unless ALLOWED_HOSTS gives one: a
 * tunnel or a container often changes it.
 */
export function isAllowedHost(header: string | null, { host, allowedHosts }: Listening): boolean {
  const name = header === null ? undefined : HOST.exec(header)?.[1]?.toLowerCase();
  if (header === null || name === undefined) return false;
  if (LOOPBACK.test(name) || name === bracketed(host)) return true;
  if (allowedHosts.includes(name) || allowedHosts.includes(header.toLowerCase())) return true;
  return !isLoopback(host) && isIP(name.replaceAll(/[[\]]/g, '')) !== 0;
}

/** The answer to a request that is not allowed: 421, with what to set. Null for one that is. */
export function refuseHost(request: Request, listening: Listening): Response | null {
  const header = request.headers.get('host');
  if (isAllowedHost(header, listening)) return null;
  const name = (header ?? '').replaceAll(/[^\w.:[\]-]/g, '?').slice(0, LONGEST_NAME);
  const message = `This site does not answer to the name '${name}'. Whoever runs it can allow the name: ALLOWED_HOSTS=${name}\n`;
  return new Response(message, {
    status: 421,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** Whether an address to listen on is reached from this machine only. */
function isLoopback(host: string): boolean {
  return LOOPBACK.test(bracketed(host));
}

/** As a Host header has it: an IPv6 address in brackets, lower case. */
function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host.toLowerCase()}]` : host.toLowerCase();
}
