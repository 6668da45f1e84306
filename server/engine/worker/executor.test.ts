import { describe, expect, it } from 'vitest';
import { createExecutor, type Executor } from './executor';

let now = 0;
const clock = (): number => now;
/** A job that takes so long by the test's clock. */
const takes =
  (ms: number, log?: string[], name = '') =>
  async (): Promise<void> => {
    now += ms;
    log?.push(name);
  };

/** A long job of steps of 100 ms that yields between them. @returns when it ended and how much of that was not its own. */
function startLong(executor: Executor, steps: number): Promise<{ ownMs: number; othersMs: number }> {
  return executor.runLong(async () => {
    const started = now;
    for (let step = 0; step < steps; step++) {
      await executor.yieldToShort();
      now += 100;
    }
    return { ownMs: steps * 100, othersMs: now - started - steps * 100 };
  });
}

/** Keeps `count` short jobs waiting until stopped, as readers do that ask again at once. */
function readWithoutPause(executor: Executor, count: number, ms: number): { stop(): Promise<unknown> } {
  let isStopped = false;
  const read = async (): Promise<void> => {
    while (!isStopped) await executor.runShort(takes(ms));
  };
  const reading = Promise.all(Array.from({ length: count }, read));
  return {
    stop() {
      isStopped = true;
      return reading;
    },
  };
}

describe('the executor', () => {
  it('runs short jobs first, then long ones in order', async () => {
    const executor = createExecutor({ clock });
    const log: string[] = [];
    await Promise.all([
      executor.runLong(takes(1, log, 'first')),
      executor.runLong(takes(1, log, 'second')),
      executor.runShort(takes(1, log, 'short')),
    ]);
    expect(log).toEqual(['first', 'short', 'second']);
  });

  it('runs a short job where a long one yields, and goes on after a failure', async () => {
    const executor = createExecutor({ clock });
    const long = startLong(executor, 3);
    await expect(
      executor.runShort(async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await expect(executor.runShort(async () => 'answer')).resolves.toBe('answer');
    await long;
  });

  it('keeps two thirds of the time for a long job, however many short ones come', async () => {
    for (const readers of [3, 30]) {
      const executor = createExecutor({ clock });
      const long = startLong(executor, 50);
      const reading = readWithoutPause(executor, readers, 40);
      const { ownMs, othersMs } = await long;
      await reading.stop();
      // Half as long again, a burst, and the last job that began within its share.
      expect(othersMs).toBeLessThanOrEqual(ownMs / 2 + 250 + 40);
      expect(othersMs).toBeGreaterThan(ownMs / 2 - 100);
    }
  });

  it('starts a long job although short ones never end', async () => {
    const executor = createExecutor({ clock });
    const reading = readWithoutPause(executor, 3, 40);
    expect(await startLong(executor, 1)).toMatchObject({ ownMs: 100 });
    await reading.stop();
  });

  it('does not count against short jobs what ran before the long one came', async () => {
    const executor = createExecutor({ clock });
    const large = executor.runShort(takes(5000));
    const long = startLong(executor, 3);
    await large;
    const log: string[] = [];
    const small = executor.runShort(takes(1, log, 'small'));
    await long.then(() => log.push('long'));
    await small;
    expect(log).toEqual(['small', 'long']);
  });

  it('refuses short jobs beyond its limit', async () => {
    const executor = createExecutor({ clock, maxWaitingShort: 2 });
    const jobs = Array.from({ length: 5 }, () => executor.runShort(takes(1)));
    const results = await Promise.allSettled(jobs);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(results[4]).toMatchObject({ reason: { code: 'QUOTA_EXCEEDED' } });
  });
});
