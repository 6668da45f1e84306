// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { ServerUnreachableError } from '../apollo/fetch-server';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import type { RowRequest } from './trace';
import { useTrace } from './use-trace';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const REQUESTS = [0, 1, 2].map((row) => ({ input: { row } })) as unknown as RowRequest[];

function Rows() {
  const trace = useTrace(REQUESTS, false);
  return (
    <>
      <output>{trace?.rows.map((row) => (row === null ? '-' : 'x')).join('')}</output>
      {trace?.error !== undefined && <button onClick={trace?.retry}>again</button>}
    </>
  );
}

it('keeps the rows that it has when the server goes away, and continues after them', async () => {
  let isAway = true;
  const api = createFakeApi({
    TraceRow: ({ input }) =>
      isAway && (input as { row: number }).row === 1
        ? new ServerUnreachableError('No answer.')
        : { intervene: { __typename: 'Intervention', noiseStd: null, unpatched: [], results: [] } },
  });
  renderInPage(
    <WithApi api={api}>
      <Rows />
    </WithApi>,
  );
  const button = await screen.findByRole('button', { name: 'again' });
  expect(screen.getByRole('status').textContent).toBe('x--');
  isAway = false;
  fireEvent.click(button);
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe('xxx'));
  expect(api.asked.map(({ variables }) => (variables['input'] as { row: number }).row)).toEqual([0, 1, 1, 2]);
});
