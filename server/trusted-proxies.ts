/** The setting TRUSTED_PROXIES: proxies whose X-Forwarded-For header is used. */
import { BlockList, isIP } from 'node:net';

/** A number of proxies in a row, or the proxies with the listed addresses. */
export type TrustedProxies = number | BlockList;

/**
 * Reads TRUSTED_PROXIES: a number of proxies, or addresses and networks such as `10.0.0.0/8` with commas between.
 *
 * @throws Error naming an invalid entry.
 */
export function parseTrustedProxies(text: string): TrustedProxies {
  if (/^\d{1,2}$/.test(text.trim())) return Number(text);
  const list = new BlockList();
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [address = '', prefix, ...rest] = entry.split('/');
    const family = isIP(address);
    const bits = family === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : Number(prefix);
    const isNetwork = /^\d{1,3}$/.test(prefix ?? '0') && length <= bits && rest.length === 0;
    if (family === 0 || !isNetwork) {
      throw new Error(`'${entry}' is neither a number of proxies nor an address such as 10.0.0.0/8`);
    }
    list.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
