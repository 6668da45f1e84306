/**
 * Rate limits that all processes of a site count together, in Redis.
 *
 * Buckets are those of accounts/token-buckets.ts, computed by scripts in Redis with its clock, so that limits and headers are the
 * same with one process and with many. While Redis cannot be reached, each process counts for itself.
 */
import { createHash, randomUUID } from 'node:crypto';
import { log } from '../log';
import type { Buckets, LimitStores, OpenCounts } from '../accounts/limit-stores';
import type { RedisLink } from './redis';

/** After a failure, how long a process counts for itself before it asks Redis again, in ms. */
const PAUSE_MS = 5000;
/** What is open counts for this long without renewal, in ms: the process that opened it may have been killed. */
const HOLD_MS = 60_000;

const NOW = `local t = redis.call('time') local now = t[1] * 1000 + math.floor(t[2] / 1000)`;
/** KEYS: the bucket. ARGV: capacity, units a second, units, what to do. Returns the level as text, and the wait in ms. */
const BUCKET = `${NOW}
local capacity, rate, units = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local stored = redis.call('hmget', KEYS[1], 'level', 'at')
local at = tonumber(stored[2]) or now
local level = math.min(capacity, (tonumber(stored[1]) or capacity) + math.max(0, now - at) / 1000 * rate)
if ARGV[4] == 'read' then return {tostring(level), 0} end
if ARGV[4] == 'take' and level < math.min(1, capacity) then
  return {tostring(level), math.ceil((1 - level) / rate * 1000)}
end
level = level - units
redis.call('hset', KEYS[1], 'level', tostring(level), 'at', now)
redis.call('pexpire', KEYS[1], math.ceil((capacity - level) / rate * 1000) + 1000)
return {tostring(level), 0}`;
/** KEYS: what is open of the address, and of all. ARGV: id, limits of both, ms. Returns whether it was opened, and both counts. */
const OPEN = `${NOW}
for _, key in ipairs(KEYS) do redis.call('zremrangebyscore', key, '-inf', now) end
local mine, total = redis.call('zcard', KEYS[1]), redis.call('zcard', KEYS[2])
local most, mostInAll = tonumber(ARGV[2]), tonumber(ARGV[3])
if (most > 0 and mine >= most) or (mostInAll > 0 and total >= mostInAll) then return {0, mine, total} end
for _, key in ipairs(KEYS) do
  redis.call('zadd', key, now + ARGV[4], ARGV[1])
  redis.call('pexpire', key, ARGV[4])
end
return {1, mine, total}`;
/** KEYS and ARGV as OPEN, without limits: holds on to what is open. */
const HOLD = `${NOW}
for _, key in ipairs(KEYS) do
  redis.call('zadd', key, now + ARGV[2], ARGV[1])
  redis.call('pexpire', key, ARGV[2])
end`;
const COUNT = `${NOW} return redis.call('zcount', KEYS[1], now, '+inf')`;

/** Stores in Redis. @param local stores of this process, for times without Redis. */
export function createSharedStores(link: RedisLink, local: LimitStores): LimitStores {
  let pausedUntil = 0;
  /** Asks Redis, or counts here when it does not answer. */
  const orLocal = async <T>(shared: () => Promise<T>, here: () => T | Promise<T>): Promise<T> => {
    if (!link.isConnected() || performance.now() < pausedUntil) return here();
    try {
      return await shared();
    } catch (error) {
      pausedUntil = performance.now() + PAUSE_MS;
      log.warn({ err: error }, 'rate limits are counted in this process only, because Redis does not answer');
      return here();
    }
  };
  return {
    buckets: (name, capacity, perSecond) =>
      createSharedBuckets(link, name, capacity, perSecond, local.buckets(name, capacity, perSecond), orLocal),
    openCounts: (name, scope) =>
      createSharedCounts(link, name, scope, local.openCounts(name, scope), orLocal),
  };
}

type OrLocal = <T>(shared: () => Promise<T>, here: () => T | Promise<T>) => Promise<T>;

/** Keys hold hashes: addresses of visitors and of mail are nobody's business in Redis. */
function nameKey({ prefix }: RedisLink, limit: string, key: string): string {
  return `${prefix}:limit:${limit}:${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}

function createSharedBuckets(
  link: RedisLink,
  name: string,
  capacity: number,
  perSecond: number,
  local: Buckets,
  orLocal: OrLocal,
): Buckets {
  const run = async (key: string, units: number, what: 'take' | 'charge' | 'read') => {
    const args = [capacity, perSecond, units, what];
    const [level, waitMs] = (await link.commands.eval(BUCKET, 1, nameKey(link, name, key), ...args)) as [
      string,
      number,
    ];
    return { level: Number(level), waitMs };
  };
  return {
    take: (key, units) =>
      orLocal(
        async () => (await run(key, units, 'take')).waitMs,
        () => local.take(key, units),
      ),
    charge: (key, units) =>
      orLocal(
        async () => void (await run(key, units, 'charge')),
        () => local.charge(key, units),
      ),
    read: (key) =>
      orLocal(
        async () => {
          const { level } = await run(key, 0, 'read');
          return { level, fullInMs: Math.ceil(((capacity - level) / perSecond) * 1000) };
        },
        () => local.read(key),
      ),
  };
}

function createSharedCounts(
  link: RedisLink,
  name: string,
  scope: 'process' | 'site',
  local: OpenCounts,
  orLocal: OrLocal,
): OpenCounts {
  /** What this process has open, with its keys. */
  const held = new Map<string, readonly [string, string]>();
  const hold = (): void => {
    if (!link.isConnected()) return;
    for (const [id, keys] of held) link.commands.eval(HOLD, 2, ...keys, id, HOLD_MS).catch(() => {});
  };
  const timer = setInterval(hold, HOLD_MS / 3);
  timer.unref();
  // A Redis that was started again has forgotten them.
  link.events.on('connected', hold);
  const everybody = `${link.prefix}:limit:${name}:all`;
  return {
    open: (address, perAddress, inAll) =>
      orLocal(
        async () => {
          if (scope === 'process' && inAll > 0 && held.size >= inAll)
            return { release: null, mine: 0, total: held.size };
          const id = randomUUID();
          const keys = [nameKey(link, name, address), everybody] as const;
          const [isOpen, mine, total] = (await link.commands.eval(
            OPEN,
            2,
            ...keys,
            id,
            perAddress,
            scope === 'site' ? inAll : 0,
            HOLD_MS,
          )) as [number, number, number];
          if (isOpen === 0) return { release: null, mine, total };
          held.set(id, keys);
          const release = (): void => {
            if (!held.delete(id)) return;
            for (const key of keys) link.commands.zrem(key, id).catch(() => {});
          };
          return { release, mine, total };
        },
        () => local.open(address, perAddress, inAll),
      ),
    count: (address) =>
      orLocal(
        async () => (await link.commands.eval(COUNT, 1, nameKey(link, name, address))) as number,
        () => local.count(address),
      ),
  };
}
