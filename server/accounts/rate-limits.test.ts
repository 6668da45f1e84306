import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config';
import { createMemoryStores } from './limit-stores';
import { createRateLimits } from './rate-limits';
import { createTokenBuckets } from './token-buckets';

const here = { address: '198.51.100.7', userId: null };

function limits(env: Record<string, string>) {
  let ms = 0;
  const made = createRateLimits(
    parseConfig({ NODE_ENV: 'test', ...env }),
    createMemoryStores(() => ms),
  );
  return { ...made, pass: (seconds: number) => (ms += seconds * 1000) };
}

const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'QUOTA_EXCEEDED', message: expect.stringMatching(message) });

it('a bucket refills over time, and a large taking leaves a debt', () => {
  let ms = 0;
  const buckets = createTokenBuckets({ capacity: 10, perSecond: 2, now: () => ms });
  expect(buckets.take('a', 4)).toBe(0);
  expect(buckets.take('a', 16)).toBe(0);
  expect(buckets.take('a', 1)).toBe(5500);
  expect(buckets.take('b', 1)).toBe(0);
  ms += 5500;
  expect(buckets.take('a', 1)).toBe(0);
});

describe('of one address', () => {
  it('new guests are limited, whatever came before', async () => {
    const { takeGuest, pass } = limits({ RATE_LIMIT_GUESTS_PER_HOUR: '3' });
    for (let guest = 0; guest < 3; guest++) await takeGuest('a');
    await expect(takeGuest('a')).rejects.toThrow(refused(/3 an hour.*Try again in 1200 s/));
    await takeGuest('b');
    pass(1200);
    await takeGuest('a');
  });

  it('work is limited by address and by visitor', async () => {
    const { takeWork, chargeWork } = limits({ RATE_LIMIT_WORK_PER_MINUTE: '10' });
    await takeWork(here, 4);
    await chargeWork(here, 6);
    await expect(takeWork(here, 1)).rejects.toThrow(refused(/10 units of work a minute.*Try again in 6 s/));
    const roaming = (address: string) => ({ address, userId: 'ann' });
    await takeWork(roaming('b'), 10);
    await expect(takeWork(roaming('c'), 1)).rejects.toThrow(refused(/10 units/));
  });

  it('requests and streams at the same time are limited, here and in all', async () => {
    const { openRequest, openStream } = limits({
      RATE_LIMIT_REQUESTS_PER_ADDRESS: '2',
      RATE_LIMIT_STREAMS_PER_ADDRESS: '2',
      RATE_LIMIT_STREAMS: '3',
    });
    const [first] = [await openRequest('a'), await openRequest('a')];
    await expect(openRequest('a')).rejects.toThrow(refused(/2 requests.*the limit is 2/));
    first();
    first();
    await openRequest('a');
    await expect(openRequest('a')).rejects.toThrow(refused(/limit/));
    await openStream('a');
    await openStream('a');
    await expect(openStream('a')).rejects.toThrow(refused(/2 open streams/));
    await openStream('b');
    await expect(openStream('b')).rejects.toThrow(refused(/The site has 3 open streams/));
  });

  it('0 turns a limit off', async () => {
    const { takeGuest, openStream, takeWork } = limits({
      RATE_LIMIT_GUESTS_PER_HOUR: '0',
      RATE_LIMIT_WORK_PER_MINUTE: '0',
      RATE_LIMIT_STREAMS_PER_ADDRESS: '0',
      RATE_LIMIT_STREAMS: '0',
    });
    const askOften = async (): Promise<void> => {
      for (let turn = 0; turn < 1000; turn++) {
        await takeGuest('a');
        await openStream('a');
        await takeWork(here, 1e6);
      }
    };
    await expect(askOften()).resolves.toBeUndefined();
  });
});
