import { describe, expect, it } from 'vitest';
import { isAllowedHost, refuseHost } from './hosts';

const local = { host: '127.0.0.1', allowedHosts: [] };
const open = { host: '0.0.0.0', allowedHosts: [] };
const named = { host: '0.0.0.0', allowedHosts: ['patchbay.example.org', 'lab:8080'] };

describe('a site on this machine only', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    '127.0.0.1:3000',
    '127.1.2.3',
    '[::1]:3000',
    '[::1]',
  ])('answers to %s', (host) => {
    expect(isAllowedHost(host, local)).toBe(true);
    expect(isAllowedHost(host, named)).toBe(true);
  });

  it.each([
    null,
    '',
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example/127.0.0.1',
    'user@localhost',
    'localhost:3000:1',
    'localhost:port',
    '192.0.2.7',
    '[2001:db8::1]:3000',
  ])('does not answer to %s', (host) => {
    expect(isAllowedHost(host, local)).toBe(false);
  });
});

describe('a site for other machines', () => {
  it.each(['192.0.2.7', '192.0.2.7:3000', '[2001:db8::1]:3000'])('answers to the address %s', (host) => {
    expect(isAllowedHost(host, open)).toBe(true);
  });

  it('answers to the address or name it listens on', () => {
    expect(isAllowedHost('lab.example.org:3000', { host: 'lab.example.org', allowedHosts: [] })).toBe(true);
    expect(isAllowedHost('[2001:db8::2]', { host: '2001:DB8::2', allowedHosts: [] })).toBe(true);
  });

  it('answers to names of ALLOWED_HOSTS, on any port unless one is given', () => {
    for (const host of ['patchbay.example.org', 'Patchbay.Example.org:443', 'lab:8080']) {
      expect(isAllowedHost(host, named)).toBe(true);
    }
    for (const host of ['example.org', 'x.patchbay.example.org', 'lab', 'lab:8081', '999.1.1.1', '1.2.3']) {
      expect(isAllowedHost(host, named)).toBe(false);
    }
  });
});

it('refuses in one plain line that says what to set', async () => {
  const request = (host: string): Request => new Request('http://x/', { headers: { host } });
  expect(refuseHost(request('localhost'), local)).toBeNull();
  const refused = refuseHost(request(`<b>${'e'.repeat(900)}`), local)!;
  expect(refused.status).toBe(421);
  expect(refused.headers.get('content-type')).toMatch(/^text\/plain/);
  const message = await refused.text();
  expect(message).toMatch(/^This site does not answer to the name '\?b\?e+'\. .* ALLOWED_HOSTS=/);
  expect(message.length).toBeLessThan(700);
});
