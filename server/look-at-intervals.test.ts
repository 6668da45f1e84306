import { expect, it, vi } from 'vitest';
import { log } from './log';
import { lookAtIntervals } from './look-at-intervals';
import { waitFor } from './testing/wait-for';

const failure = 'it could not be read';

it('looks at once, again after a failure, and not after the process is to stop', async () => {
  const stopping = new AbortController();
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
  let looks = 0;
  lookAtIntervals({ signal: stopping.signal, everyMs: 5, failure }, async () => {
    looks++;
    throw new Error('the database is away');
  });
  expect(looks).toBe(1);
  await waitFor(async () => expect(looks).toBeGreaterThan(2));
  expect(warn).toHaveBeenCalledWith({ err: new Error('the database is away') }, failure);
  stopping.abort();
  const before = looks;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(looks).toBe(before);
});

it('does not start a look while another one is not finished', async () => {
  vi.useFakeTimers();
  const stopping = new AbortController();
  let finish = (): void => {};
  const look = vi.fn<() => Promise<void>>(() => new Promise((resolve) => (finish = resolve)));
  lookAtIntervals({ signal: stopping.signal, everyMs: 1000, failure }, look);
  await vi.advanceTimersByTimeAsync(5000);
  expect(look).toHaveBeenCalledTimes(1);
  finish();
  await vi.advanceTimersByTimeAsync(1000);
  expect(look).toHaveBeenCalledTimes(2);
  stopping.abort();
  vi.useRealTimers();
});
