import { expect, it } from 'vitest';
import { createFairQueue } from './fair-queue';

/** A job that ends when told, and notes when it begins. */
function createJobs() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    job: (name: string) => async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      return name;
    },
    end: async (name: string) => {
      ends.get(name)!();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

it('clients take turns, each in the order in which it asked', async () => {
  const queue = createFairQueue(1);
  const { begun, job, end } = createJobs();
  const asked = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((name) => queue.run(name[0]!, job(name)));
  for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2']) await end(name);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
  expect(await Promise.all(asked)).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'b2']);
});

it('runs as many at once as it is wide, and goes on after failures', async () => {
  const queue = createFairQueue(2);
  const { begun, job, end } = createJobs();
  const failing = queue.run('a', () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  const asked = ['a1', 'a2', 'a3'].map((name) => queue.run('a', job(name)));
  expect(begun).toEqual(['a1', 'a2']);
  expect(queue.waiting()).toBe(1);
  await end('a2');
  expect(begun).toEqual(['a1', 'a2', 'a3']);
  await end('a1');
  await end('a3');
  await Promise.all(asked);
});

it('never runs what was given up while it waited', async () => {
  const queue = createFairQueue(1);
  const { begun, job, end } = createJobs();
  const gone = new AbortController();
  const first = queue.run('a', job('a1'), gone.signal);
  const second = queue.run('a', job('a2'), gone.signal);
  const other = queue.run('b', job('b1'));
  gone.abort();
  await expect(first).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
  await expect(second).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
  await expect(queue.run('a', job('a3'), gone.signal)).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
  await end('a1');
  await end('b1');
  expect(await other).toBe('b1');
  expect(begun).toEqual(['a1', 'b1']);
  expect(queue.waiting()).toBe(0);
});

it('refuses a client too many of whose jobs wait, and nobody else', async () => {
  const queue = createFairQueue(1);
  let release = (): void => {};
  const first = queue.run('greedy', () => new Promise<void>((resolve) => (release = resolve)));
  const jobs = Array.from({ length: 1001 }, () => queue.run('greedy', async () => {}));
  await expect(jobs[1000]).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED', details: { limit: 1000 } });
  const other = queue.run('modest', async () => 'served');
  release();
  await expect(other).resolves.toBe('served');
  await Promise.all([first, ...jobs.slice(0, 1000)]);
});
