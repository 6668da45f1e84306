import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { clientAddress, clientAddressHeader, observeClientAddresses, resolveAddress } from './client-address';
import { parseTrustedProxies } from '../trusted-proxies';

describe('without trusted proxies', () => {
  it.each([undefined, '203.0.113.9', '203.0.113.9, 127.0.0.1', ['203.0.113.9', '10.0.0.1'], 'nonsense'])(
    'only the socket counts: X-Forwarded-For %s',
    (forwarded) => {
      expect(resolveAddress('198.51.100.7', forwarded, 0)).toBe('198.51.100.7');
    },
  );

  it('puts the forms of one address, and one IPv6 network, together', () => {
    expect(resolveAddress('::ffff:198.51.100.7', undefined, 0)).toBe('198.51.100.7');
    expect(resolveAddress('2001:db8:1:2:3:4:5:6', undefined, 0)).toBe('2001:db8:1:2::/64');
    expect(resolveAddress('2001:DB8:1:2::1', undefined, 0)).toBe('2001:db8:1:2::/64');
    expect(resolveAddress('::1', undefined, 0)).toBe('0:0:0:0::/64');
    expect(resolveAddress(undefined, '203.0.113.9', 0)).toBe('unknown');
  });
});

describe('behind proxies', () => {
  it('takes the last hop that they vouch for, by number', () => {
    expect(resolveAddress('10.0.0.1', '203.0.113.9', 1)).toBe('203.0.113.9');
    expect(resolveAddress('10.0.0.1', '1.1.1.1, 203.0.113.9', 1)).toBe('203.0.113.9');
    expect(resolveAddress('10.0.0.1', '1.1.1.1, 203.0.113.9, 10.0.0.2', 2)).toBe('203.0.113.9');
    expect(resolveAddress('10.0.0.1', undefined, 1)).toBe('10.0.0.1');
    expect(resolveAddress('10.0.0.1', '203.0.113.9:4711', 1)).toBe('203.0.113.9');
    expect(resolveAddress('10.0.0.1', '1.1.1.1, nonsense', 1)).toBe('10.0.0.1');
  });

  it('takes the last hop that is none of theirs, by address', () => {
    const trusted = parseTrustedProxies('10.0.0.0/8, 2001:db8::/32');
    expect(resolveAddress('10.0.0.1', '1.1.1.1, 203.0.113.9, 10.9.9.9', trusted)).toBe('203.0.113.9');
    expect(resolveAddress('2001:db8::5', '203.0.113.9', trusted)).toBe('203.0.113.9');
    // Whoever reaches the site past the proxy is believed nothing.
    expect(resolveAddress('198.51.100.7', '203.0.113.9', trusted)).toBe('198.51.100.7');
  });

  it.each(['ten', '10.0.0.0/33', '10.0.0.1/8/8', '10.0.0.1,', '-1', '10.0.0.1/x'])(
    'refuses the setting %s',
    (text) => {
      expect(() => parseTrustedProxies(text)).toThrow(/is neither/);
    },
  );
});

it('notes the address of each request where no header of the client can change it', async () => {
  observeClientAddresses(0);
  const server = http.createServer((request, response) => {
    const header = (name: string): string | null => (request.headers[name] as string | undefined) ?? null;
    response.end(clientAddress(header));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const spoofed = { 'x-forwarded-for': '203.0.113.9', [clientAddressHeader()]: '203.0.113.9' };
    const answers = await Promise.all(
      [{}, spoofed].map(async (headers) => (await fetch(url, { headers })).text()),
    );
    expect(answers).toEqual(['127.0.0.1', '127.0.0.1']);
  } finally {
    server.close();
  }
  expect(clientAddress(() => null)).toBe('unknown');
});
