// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { afterFrame } from './after-frame';

let frames: FrameRequestCallback[] = [];
beforeEach(() => {
  frames = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('calls once, after a frame and not in it', () => {
  const act = vi.fn<() => void>();
  afterFrame(act);
  frames[0]!(0);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  expect(act).toHaveBeenCalledTimes(1);
});

it('calls also without frames, and not when it is cancelled', () => {
  const [act, cancelled] = [vi.fn<() => void>(), vi.fn<() => void>()];
  afterFrame(act);
  afterFrame(cancelled)();
  vi.advanceTimersByTime(1000);
  expect(act).toHaveBeenCalledTimes(1);
  expect(cancelled).not.toHaveBeenCalled();
});
