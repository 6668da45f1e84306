// @vitest-environment jsdom
import type * as turns from './turns';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let takeTurn: typeof turns.takeTurn;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'performance'] });
  // Without the keys of other tests, which are at times of another clock.
  vi.resetModules();
  ({ takeTurn } = await import('./turns'));
});
afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
});

/** Long enough for one frame and its task, too short for two. */
const frame = () => vi.advanceTimersByTimeAsync(20);

it('draws one chart after each frame, in the order in which they came', async () => {
  const drawn: number[] = [];
  for (const chart of [1, 2, 3]) takeTurn(() => drawn.push(chart));
  expect(drawn).toEqual([]);
  await frame();
  expect(drawn).toEqual([1]);
  await frame();
  await frame();
  expect(drawn).toEqual([1, 2, 3]);
});

it('draws no chart that has given its turn up, and the next ones after one that fails', async () => {
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const drawn: number[] = [];
  const giveUp = takeTurn(() => drawn.push(1));
  takeTurn(() => {
    throw new Error('no chart');
  });
  takeTurn(() => drawn.push(3));
  giveUp();
  await vi.runAllTimersAsync();
  expect(drawn).toEqual([3]);
  expect(reported).toHaveBeenCalledWith(new Error('no chart'));
  vi.unstubAllGlobals();
});

it('waits until the keys rest, but not for ever', async () => {
  const draw = vi.fn();
  const type = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
  type();
  takeTurn(draw);
  await vi.advanceTimersByTimeAsync(250);
  type();
  await vi.advanceTimersByTimeAsync(250);
  expect(draw).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60);
  expect(draw).toHaveBeenCalledTimes(1);

  takeTurn(draw);
  for (let key = 0; key < 9; key++) {
    type();
    await vi.advanceTimersByTimeAsync(250);
  }
  expect(draw).toHaveBeenCalledTimes(2);
});
