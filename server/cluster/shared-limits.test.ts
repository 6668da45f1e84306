/** Rate limits of several processes in one Redis. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMemoryStores } from '../accounts/limit-stores';
import { createRateLimits, type RateLimits } from '../accounts/rate-limits';
import { parseConfig } from '../config';
import { describeWithRedis, redisSettings, removeKeys } from '../testing/redis';
import { connectRedis, waitForRedis, type RedisLink } from './redis';
import { createSharedStores } from './shared-limits';

const asker = { address: '198.51.100.7', userId: 'ann' };
const settings = redisSettings();
let links: RedisLink[] = [];

async function limits(env: Record<string, string>): Promise<RateLimits> {
  const link = connectRedis(settings.REDIS_URL, settings.REDIS_PREFIX);
  links.push(link);
  expect(await waitForRedis(link, 5000)).toBe(true);
  return createRateLimits(
    parseConfig({ NODE_ENV: 'test', ...env }),
    createSharedStores(link, createMemoryStores()),
  );
}

describeWithRedis('rate limits of several processes', () => {
  beforeEach(() => removeKeys(settings.REDIS_PREFIX));
  afterEach(async () => {
    for (const link of links) await link.close();
    links = [];
    await removeKeys(settings.REDIS_PREFIX);
  });

  it('are counted together, with the headers of one process', async () => {
    const env = { RATE_LIMIT_WORK_PER_MINUTE: '10' };
    const [a, b] = [await limits(env), await limits(env)];
    await a.takeWork(asker, 4);
    await b.chargeWork(asker, 6);
    await expect(a.takeWork(asker, 1)).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    await expect(b.takeWork(asker, 1)).rejects.toThrow(/10 units of work a minute. Try again in [56] s/);
    const alone = createRateLimits(parseConfig({ NODE_ENV: 'test', ...env }));
    await alone.chargeWork(asker, 10);
    const untimed = async (rates: RateLimits) =>
      (await rates.standings(asker)).map(({ resetSeconds: _time, ...rest }) => rest);
    expect(await untimed(a)).toEqual(await untimed(alone));
    const { address } = { address: 'another' };
    await a.takeWork({ address, userId: null }, 20);
    // In debt of 10 units, a sixth of a unit comes back each second.
    await expect(b.takeWork({ address, userId: null }, 1)).rejects.toThrow(/Try again in 6[56] s/);
  });

  it('count what is open, until it is released or its process has ended', async () => {
    const env = { RATE_LIMIT_STREAMS_PER_ADDRESS: '2', RATE_LIMIT_STREAMS: '3' };
    const [a, b] = [await limits(env), await limits(env)];
    const release = await a.openStream('x');
    await b.openStream('x');
    await expect(a.openStream('x')).rejects.toThrow(/2 open streams.*the limit is 2/);
    await b.openStream('y');
    await expect(a.openStream('z')).rejects.toThrow(/The site has 3 open streams/);
    release();
    release();
    await expect
      .poll(() =>
        a.openStream('z').then(
          () => 'opened',
          () => 'refused',
        ),
      )
      .toBe('opened');
  });

  it('keep no address in Redis', async () => {
    const a = await limits({});
    await a.takeGuest('198.51.100.7');
    await a.takeSignIn('198.51.100.7', 'ann@example.org');
    const keys = await links[0]!.commands.keys(`${settings.REDIS_PREFIX}:*`);
    expect(keys).toHaveLength(3);
    expect(keys.join(' ')).not.toMatch(/198\.51|ann/);
  });

  it('are counted in each process while Redis is away', async () => {
    const env = { RATE_LIMIT_WORK_PER_MINUTE: '10' };
    const [a, b] = [await limits(env), await limits(env)];
    await a.takeWork(asker, 10);
    await links[1]!.close();
    await b.takeWork(asker, 10);
    await expect(b.takeWork(asker, 1)).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
  });
});
