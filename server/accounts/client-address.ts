/**
 * The address that a request came from, for limits per address.
 *
 * Next passes the client's own X-Forwarded-For header to routes if there is one, so that header proves nothing. Node's
 * diagnostics channel sees every request with its socket before Next does; there the address is stored in a header with a
 * random name, which no client can send.
 *
 * X-Forwarded-For is used only as far as it was written by the proxies in TRUSTED_PROXIES.
 */
import { randomBytes } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { isIP, type BlockList } from 'node:net';
import type { TrustedProxies } from '../trusted-proxies';

/** The address of requests whose address is not known, for example over a Unix socket. */
const UNKNOWN = 'unknown';

const KEY = Symbol.for('patchbay.clientAddress');

interface Observer {
  readonly headerName: string;
  isSubscribed: boolean;
}

function observer(): Observer {
  const holder = globalThis as { [KEY]?: Observer };
  return (holder[KEY] ??= {
    headerName: `x-client-address-${randomBytes(16).toString('hex')}`,
    isSubscribed: false,
  });
}

/** Records the address of every request from now on; further calls do nothing. */
export function observeClientAddresses(trusted: TrustedProxies): void {
  const here = observer();
  if (here.isSubscribed) return;
  here.isSubscribed = true;
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[here.headerName] = resolveAddress(
      request.socket.remoteAddress,
      request.headers['x-forwarded-for'],
      trusted,
    );
  });
}

/**
 * The address under which limits count a request: an IPv4 address, the /64 network of an IPv6 address (which belongs to one
 * customer), or `unknown` where requests are not observed.
 *
 * @param header reads a header of the request by its lower-case name.
 */
export function clientAddress(header: (name: string) => string | null): string {
  return header(observer().headerName) ?? UNKNOWN;
}

/** Name of the header with a request's address, for tests that make requests without a socket. */
export function clientAddressHeader(): string {
  return observer().headerName;
}

/** The client's address: the last hop that is not a trusted proxy. */
export function resolveAddress(
  socketAddress: string | undefined,
  forwardedFor: string | string[] | undefined,
  trusted: TrustedProxies,
): string {
  const forwarded = [forwardedFor ?? []].flat().flatMap((value) => value.split(','));
  const hops = [...forwarded, socketAddress ?? ''].map(normalise);
  let at = hops.length - 1;
  for (let passed = 0; at > 0 && hops[at] !== null; passed++) {
    const isTrusted = typeof trusted === 'number' ? passed < trusted : isListed(hops[at]!, trusted);
    if (!isTrusted) break;
    at--;
  }
  // Anything other than an address is counted under the trusted proxy itself.
  const address = hops[at] ?? hops[at + 1] ?? null;
  return address === null ? UNKNOWN : network(address);
}

function isListed(address: string, list: BlockList): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** An address without port, zone and IPv4-in-IPv6 prefix; null for text that is not an address. */
function normalise(text: string): string | null {
  const trimmed = text.trim().replace(/^\[(.*)\](:\d+)?$/, '$1');
  const bare = trimmed.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
  const withoutPort = /^\d+\.\d+\.\d+\.\d+:\d+$/.test(bare) ? bare.replace(/:\d+$/, '') : bare;
  return isIP(withoutPort) === 0 ? null : withoutPort;
}

/** The /64 network of an IPv6 address; an IPv4 address unchanged. */
function network(address: string): string {
  if (isIP(address) === 4) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = [...left, ...zeros, ...right].map((group) => group.replace(/^0+(?=.)/, ''));
  return `${groups.slice(0, 4).join(':')}::/64`;
}
