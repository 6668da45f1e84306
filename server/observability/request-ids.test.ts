import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { parseTrustedProxies } from '../trusted-proxies';
import { isLocalRequest, readRequestId } from './request-ids';

const request = (remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;
const given = { 'x-request-id': 'proxy-7f31c2d0' };

it('takes the id of a trusted proxy', () => {
  expect(readRequestId(request('10.0.0.9', given), parseTrustedProxies('1'))).toBe('proxy-7f31c2d0');
  expect(readRequestId(request('::ffff:10.0.0.9', given), parseTrustedProxies('10.0.0.0/8'))).toBe(
    'proxy-7f31c2d0',
  );
});

it('makes one for everybody else, and for text that is no id', () => {
  const made = [
    readRequestId(request('10.0.0.9', given), parseTrustedProxies('0')),
    readRequestId(request('192.0.2.1', given), parseTrustedProxies('10.0.0.0/8')),
    readRequestId(request('10.0.0.9', { 'x-request-id': 'a b\n{"level":50}' }), parseTrustedProxies('1')),
    readRequestId(request('10.0.0.9'), parseTrustedProxies('1')),
  ];
  for (const id of made) expect(id).toMatch(/^[\w-]{16}$/);
  expect(new Set(made).size).toBe(made.length);
});

it('calls a request local when this machine sent it and no proxy passed it on', () => {
  expect(isLocalRequest(request('127.0.0.1'))).toBe(true);
  expect(isLocalRequest(request('::ffff:127.0.0.1'))).toBe(true);
  expect(isLocalRequest(request('::1'))).toBe(true);
  expect(isLocalRequest(request('192.0.2.1'))).toBe(false);
  for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
    expect(isLocalRequest(request('127.0.0.1', { [name]: '192.0.2.1' }))).toBe(false);
});
