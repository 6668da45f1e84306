// @vitest-environment jsdom
/** The hooks of pages that load Apollo Client late: what the server has read is shown without a request, and is watched once there is a client. */
import type { ApolloClient } from '@apollo/client';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { JointPatchesDocument, type JointPatchesQuery } from '../generated/graphql';
import { createFakeApi } from '../testing/fake-api';

const clients: { next: ApolloClient | null } = { next: null };
vi.mock('./make-client', () => ({ makeClient: () => clients.next }));

const read = (ids: readonly string[]) =>
  ({
    run: {
      __typename: 'Run',
      id: 'r',
      jointPatches: ids.map((id) => ({
        __typename: 'JointPatch',
        id,
        title: id,
        createdAt: '',
        direction: 'DENOISING',
        value: 'SOURCE',
        results: [],
        controls: [],
      })),
    },
  }) as JointPatchesQuery;

const variables = { id: 'r', metric: 'LOGIT_DIFF' } as const;

beforeEach(() => vi.resetModules());
afterEach(cleanup);

async function show(initial: JointPatchesQuery | undefined) {
  const { useLateQuery } = await import('./use-late-query');
  const { loadClient } = await import('./browser-client');
  const api = createFakeApi({ JointPatches: () => read(['asked']) });
  clients.next = api.client;
  function View() {
    const { data, refetch } = useLateQuery(JointPatchesDocument, { variables, initial });
    const titles = data?.run?.jointPatches.map(({ title }) => title).join(' ');
    return <button onClick={() => void refetch()}>{titles ?? 'nothing'}</button>;
  }
  render(<View />);
  return { api, loadClient };
}

it('shows what the server has read and asks nothing, also when something else loads the client', async () => {
  const { api, loadClient } = await show(read(['stored']));
  expect(screen.getByRole('button').textContent).toBe('stored');
  await act(loadClient);
  expect(screen.getByRole('button').textContent).toBe('stored');
  expect(api.asked).toEqual([]);
});

it('shows what is written to the cache of a client that is loaded later', async () => {
  const { api, loadClient } = await show(read(['stored']));
  await act(loadClient);
  act(() => void api.client.writeQuery({ query: JointPatchesDocument, variables, data: read(['new']) }));
  expect((await screen.findByText('new')).textContent).toBe('new');
});

it('loads the client and asks when the server has read nothing', async () => {
  const { api } = await show(undefined);
  expect(screen.getByRole('button').textContent).toBe('nothing');
  await screen.findByText('asked');
  expect(api.asked).toEqual([{ operation: 'JointPatches', variables }]);
});

it('asks again on request, and loads the client for it', async () => {
  const { api } = await show(read(['stored']));
  act(() => screen.getByRole('button').click());
  await screen.findByText('asked');
  expect(api.asked).toHaveLength(1);
});
