/** Work that one process of a site does at a time. */
import { randomUUID } from 'node:crypto';
import { log } from '../log';
import type { RedisLink } from './redis';

const HOLD_MS = 30_000;
const RENEW_MS = 10_000;
/** Ends the hold of its holder and nobody else's. */
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;
const RENEW = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`;

/**
 * Does some work unless another process is doing it. The work must bear being done twice: a process that loses Redis goes on.
 *
 * @returns whether it was done here.
 * @throws what the work throws.
 */
export async function runOnce(link: RedisLink, name: string, work: () => Promise<void>): Promise<boolean> {
  const key = `${link.prefix}:once:${name}`;
  const holder = randomUUID();
  const held = await link.commands.set(key, holder, 'PX', HOLD_MS, 'NX').catch((error: unknown) => {
    log.debug({ err: error, name }, 'work that one process does at a time could not be claimed');
    return null;
  });
  if (held === null) return false;
  const timer = setInterval(() => {
    link.commands.eval(RENEW, 1, key, holder, HOLD_MS).catch(() => {});
  }, RENEW_MS);
  try {
    await work();
    return true;
  } finally {
    clearInterval(timer);
    await link.commands.eval(RELEASE, 1, key, holder).catch(() => {});
  }
}
