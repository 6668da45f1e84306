// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { Subject } from 'rxjs';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { sampleRun } from '../testing/sample-run';
import { useRunProgress } from './use-run-progress';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

type Progress = ReturnType<typeof sampleRun>['progress'];
const waiting: Progress = {
  ...sampleRun().progress,
  status: 'QUEUED',
  fraction: 0,
  finishedSweeps: [],
  queuePosition: 1,
  waitReason: null,
};

/** Follows a run whose stream is in the test's hands. */
function follow(stored: Progress) {
  const stream = new Subject<{ data: { runProgress: Progress } }>();
  const api = createFakeApi({ RunProgress: () => stream });
  const refetch = vi.fn<() => Promise<void>>(async () => {});
  const { result, rerender, unmount } = renderHook(
    ({ current }: { current: Progress }) => useRunProgress('k3F9', current, refetch),
    {
      initialProps: { current: stored },
      wrapper: ({ children }: { children: ReactNode }) => <WithApi api={api}>{children}</WithApi>,
    },
  );
  return {
    api,
    refetch,
    unmount,
    shown: () => result.current,
    send: (runProgress: Progress) => act(() => stream.next({ data: { runProgress } })),
    breakStream: () => act(() => stream.error(new Error('The connection was lost.'))),
    store: (current: Progress) => rerender({ current }),
  };
}

it('shows what the stream says, and reads the run again for each new sweep or status', () => {
  const { shown, send, refetch } = follow(waiting);
  expect(shown()).toBe(waiting);
  send({ ...waiting, status: 'RUNNING', fraction: 0.25 });
  expect(shown()).toMatchObject({ status: 'RUNNING', fraction: 0.25 });
  expect(refetch).toHaveBeenCalledTimes(1);
  // A larger fraction alone does not change the results.
  send({ ...waiting, status: 'RUNNING', fraction: 0.5 });
  expect(refetch).toHaveBeenCalledTimes(1);
  send({ ...waiting, status: 'RUNNING', fraction: 0.5, finishedSweeps: ['RESID_PRE'] });
  expect(refetch).toHaveBeenCalledTimes(2);
});

it('asks again regularly while the stream is broken, until the run has ended', () => {
  vi.useFakeTimers();
  const { shown, breakStream, refetch, store } = follow(waiting);
  breakStream();
  act(() => void vi.advanceTimersByTime(6000));
  expect(refetch).toHaveBeenCalledTimes(3);
  const ended: Progress = { ...waiting, status: 'SUCCEEDED', fraction: 1 };
  store(ended);
  expect(shown()).toBe(ended);
  act(() => void vi.advanceTimersByTime(60_000));
  expect(refetch).toHaveBeenCalledTimes(3);
});

it('opens no stream for a run that has ended', () => {
  const { api, shown } = follow(sampleRun().progress);
  expect(api.asked).toEqual([]);
  expect(shown().status).toBe('SUCCEEDED');
});
