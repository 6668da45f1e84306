/** Ids of requests, by which log lines are found. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { TrustedProxies } from '../trusted-proxies';

const ID = /^[\w.:-]{8,128}$/;
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1)$/;
/** Headers that proxies add. A program of this machine that sends none of them asks directly. */
const FORWARDING = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

/** The id that a trusted proxy gave a request in x-request-id; a new one for all others, since logs would believe a forged one. */
export function readRequestId({ headers, socket }: IncomingMessage, trusted: TrustedProxies): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && ID.test(given) && isTrusted(plainAddress(socket.remoteAddress), trusted))
    return given;
  return randomBytes(12).toString('base64url');
}

/** Whether a request came from this machine, and no proxy passed it on. */
export function isLocalRequest({ headers, socket }: IncomingMessage): boolean {
  return (
    LOOPBACK.test(plainAddress(socket.remoteAddress)) &&
    FORWARDING.every((name) => headers[name] === undefined)
  );
}

function isTrusted(address: string, trusted: TrustedProxies): boolean {
  if (typeof trusted === 'number') return trusted > 0;
  const version = isIP(address);
  return version !== 0 && trusted.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

function plainAddress(address = ''): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}
