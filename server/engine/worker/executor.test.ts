import { describe, expect, it } from 'vitest';
import { createExecutor, type Executor } from './executor';

let now = 0;
const clock = (): number => now;
/** A job that takes this long by the test's clock. */
const takes =
  (ms: number, log?: string[], name = '') =>
  async (): Promise<void> => {
    now += ms;
    log?.push(name);
  };

/** A long job of steps of 100 ms that yields between them. @returns its own time and the time of other jobs until its end. */
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

/** Keeps `count` short jobs waiting until stopped, like clients that repeat a request as soon as it is answered. */
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

  it('runs a short job where a long one yields, and continues after a failure', async () => {
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
      // Half of the long job's time, one burst, and the last job that started within the share.
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

  it('does not count the time of short jobs before the long one arrived', async () => {
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

  it('runs one job at a time', async () => {
    const executor = createExecutor({ clock });
    let running = 0;
    const job = async (): Promise<void> => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    await Promise.all([
      ...Array.from({ length: 3 }, () => executor.runLong(job)),
      ...Array.from({ length: 3 }, () => executor.runShort(job)),
    ]);
  });

  it('continues after a job that throws before it returns a promise', async () => {
    const executor = createExecutor({ clock });
    const broken = (): Promise<void> => {
      throw new Error('at once');
    };
    await expect(executor.runShort(broken)).rejects.toThrow('at once');
    await expect(executor.runLong(broken)).rejects.toThrow('at once');
    await expect(executor.runShort(async () => 'answer')).resolves.toBe('answer');
  });

  it('lets small short jobs pass where a large one yields', async () => {
    const executor = createExecutor({ clock });
    const log: string[] = [];
    const large = executor.runShort(async () => {
      log.push('large starts');
      await executor.yieldToShort();
      log.push('large ends');
    });
    const small = executor.runShort(takes(1, log, 'small'));
    await Promise.all([large, small]);
    expect(log).toEqual(['large starts', 'small', 'large ends']);
  });

  it('makes later short jobs wait at most for the largest overdraft', async () => {
    const executor = createExecutor({ clock });
    let steps = 0;
    let stepsOfAnswer = 0;
    const long = executor.runLong(async () => {
      // The first short job takes 100 s of the share of 250 ms.
      void executor.runShort(takes(100_000));
      for (; steps < 60; steps++) {
        await executor.yieldToShort();
        if (steps === 1) void executor.runShort(takes(1)).then(() => (stepsOfAnswer = steps));
        now += 100;
      }
    });
    await long;
    // 1000 ms are made up after 2000 ms of the long job.
    expect(stepsOfAnswer).toBeGreaterThanOrEqual(20);
    expect(stepsOfAnswer).toBeLessThanOrEqual(23);
  });

  it('runs short jobs that overdrew their share when no long job is left', async () => {
    const executor = createExecutor({ clock });
    const long = executor.runLong(async () => {
      void executor.runShort(takes(10_000));
      await executor.yieldToShort();
    });
    const answer = executor.runShort(async () => 'answer');
    await long;
    await expect(answer).resolves.toBe('answer');
    await expect(executor.runShort(async () => 'later')).resolves.toBe('later');
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
