// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { sampleRun } from '../testing/sample-run';
import { PromptChart } from './PromptChart';

vi.mock('next/dynamic', () => ({ default: () => () => null }));

afterEach(cleanup);

const figure = { lines: [], nameFile: () => 'chart' };

function show(pairs: number) {
  const { baseline } = sampleRun();
  const one = baseline!.perPrompt[0]!;
  const perPrompt = Array.from({ length: Math.min(64, pairs) }, () => one);
  const api = createFakeApi({
    RunPrompts: ({ first, offset }) => ({
      run: {
        __typename: 'Run',
        id: 'k3F9',
        sweep: {
          __typename: 'Sweep',
          unpatched: {
            __typename: 'UnpatchedMetric',
            perPrompt: Array.from({ length: Math.min(Number(first), pairs - Number(offset)) }, () => ({
              __typename: 'UnpatchedPrompt',
              clean: 1,
              corrupted: 0,
            })),
          },
        },
      },
    }),
  });
  renderInPage(
    <WithApi api={api}>
      <PromptChart
        runId="k3F9"
        kind="HEAD_Z"
        baseline={{ ...baseline!, pairs, perPrompt }}
        tone="light"
        figure={figure}
      />
    </WithApi>,
  );
  return api;
}

it('says which pairs of a large run are drawn, and reads the others in pages', async () => {
  const api = show(150);
  expect(screen.getByText('Pairs 1 to 64 of 150.')).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Previous pairs' }).disabled).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Next pairs' }));
  await waitFor(() => expect(screen.getByText('Pairs 65 to 128 of 150.')).toBeTruthy());
  fireEvent.click(screen.getByRole('button', { name: 'Next pairs' }));
  await waitFor(() => expect(screen.getByText('Pairs 129 to 150 of 150.')).toBeTruthy());
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Next pairs' }).disabled).toBe(true);
  expect(api.asked.map(({ variables }) => variables['offset'])).toEqual([64, 128]);
});

it('draws all pairs of another run without pages', () => {
  show(20);
  expect(screen.queryByText(/^Pairs/)).toBeNull();
  expect(screen.queryByRole('button', { name: 'Next pairs' })).toBeNull();
});
