// @vitest-environment jsdom
import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, it } from 'vitest';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { sampleRun } from '../testing/sample-run';
import { useShownSweeps } from './use-shown-sweeps';

const view = { value: 'recovery', prompt: null, direction: null, metric: null, threshold: 0.1 } as const;

it('normalises the mean of a sweep by the gap of its own pairs while the baseline is a batch ahead', () => {
  const run = sampleRun();
  const ahead = sampleRun({ baseline: { ...run.baseline!, clean: 7, corrupted: -5 } });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <WithApi api={createFakeApi({})}>{children}</WithApi>
  );
  const read = (of: typeof run): number[] => [
    ...renderHook(() => useShownSweeps(of, view), { wrapper }).result.current.sweeps[0]!.values,
  ];
  expect(read(ahead)).toEqual(read(run));
  expect(read(run)).toEqual([0, 1, 0.5]);
});
