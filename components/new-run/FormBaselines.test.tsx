// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { MantineProvider } from '@mantine/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FormBaselines } from './FormBaselines';
import { NO_FILTER } from './pair-filter';
import { completeBrowser } from './testing';

/** Numbers of pairs of the charts that were rendered. */
const charts = vi.hoisted(() => [] as number[]);
vi.mock('../charts/BaselineHistogram', () => ({
  BaselineHistogram: ({ data }: { data: readonly { clean: number }[] }) => {
    charts.push(data.reduce((sum, { clean }) => sum + clean, 0));
    return <p>chart</p>;
  },
}));

beforeEach(() => {
  completeBrowser();
  charts.length = 0;
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const makeBaseline = (pairs: number) => ({
  __typename: 'Baseline' as const,
  clean: 2,
  corrupted: -2,
  verdict: 'OK' as const,
  gapTooSmall: false,
  pairs,
  pairsWithRightSign: pairs,
  perPrompt: Array.from({ length: pairs }, (_, at) => ({ clean: 2 + at, corrupted: -2 })),
});

it('draws the chart again for other baselines, and not while a pair is typed or checked', async () => {
  const dispatch = vi.fn<() => void>();
  const form = (pairs: number | null, isPending: boolean, filter = NO_FILTER) => (
    <FormBaselines
      baseline={pairs === null ? null : (known.get(pairs) ?? null)}
      {...{ isPending, filter, dispatch }}
      canFilter
    />
  );
  const known = new Map([4, 5].map((pairs) => [pairs, makeBaseline(pairs) as never]));
  const { rerender } = render(form(4, false), {
    wrapper: ({ children }) => <MantineProvider env="test">{children}</MantineProvider>,
  });
  await screen.findByText('chart');
  charts.length = 0;
  // Each key makes the baselines unknown; the last ones stay.
  rerender(form(null, true));
  rerender(form(null, true, { ...NO_FILTER, minGap: 1 }));
  expect(screen.getByRole('status').textContent).toContain('The filter keeps 4 of 4 pairs');
  expect(charts).toEqual([]);
  rerender(form(5, false));
  expect(charts).toEqual([5]);
  // The check of another sweep gives the same numbers.
  known.set(5, makeBaseline(5) as never);
  rerender(form(5, false));
  expect(charts).toEqual([5]);
});
