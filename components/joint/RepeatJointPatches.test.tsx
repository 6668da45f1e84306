// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { createFakeApi, WithApi } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { RepeatJointPatches } from './RepeatJointPatches';

afterEach(cleanup);

const patch = (id: string, layer: number, changes: object = {}) => ({
  __typename: 'JointPatch',
  id,
  title: `L${layer}H1 z`,
  direction: 'NOISING',
  value: 'SOURCE',
  valueFrom: null,
  acrossPositions: false,
  donors: null,
  seed: null,
  sites: [{ __typename: 'JointSite', site: 'Z', layer, head: 1, position: null, src: null }],
  ...changes,
});
const control = { __typename: 'JointPatch', donorRule: 'OTHER_PROMPT', seed: 4 };
const original = (patches: object[]) => ({
  __typename: 'Run',
  id: 'a',
  title: 'Run A',
  roles: [],
  jointPatches: patches,
});

it('computes the joint patches and controls that the run lacks, and names those that are refused', async () => {
  const forked = [
    { ...patch('j3', 3, { title: 'Name movers', value: 'RESAMPLE', donors: [1, 0], seed: 6 }), controls: [] },
    { ...patch('j2', 2), controls: [control] },
    { ...patch('j1', 1), controls: [] },
  ];
  const own = [patch('k1', 1)];
  const api = createFakeApi({
    ForkedJointPatches: () => ({
      run: { __typename: 'Run', id: 'b', roles: [], jointPatches: [...own], forkedFrom: original(forked) },
    }),
    PatchTogether: ({ input }) =>
      (input as { title: string | null }).title === 'Name movers'
        ? new Error('There is no layer 3.')
        : { patchTogether: { __typename: 'JointPatch', id: 'k2' } },
    AddControl: () => ({ addControl: { __typename: 'JointPatch', id: 'k3' } }),
  });
  renderInPage(
    <WithApi api={api}>
      <RepeatJointPatches runId="b" />
    </WithApi>,
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Compute on these prompts' }));
  await screen.findByText(/^Name movers: /);
  const asked = api.asked.filter(({ operation }) => operation !== 'ForkedJointPatches');
  // Oldest first; a derived title is not sent.
  expect(asked.map(({ operation, variables }) => [operation, variables['input']])).toEqual([
    ['PatchTogether', expect.objectContaining({ run: 'b', direction: 'NOISING', title: null })],
    ['AddControl', { jointPatch: 'k2', rule: 'OTHER_PROMPT', seed: 4 }],
    // Donors are chosen again by the seed.
    [
      'PatchTogether',
      expect.objectContaining({ value: 'RESAMPLE', seed: 6, donors: null, title: 'Name movers' }),
    ],
  ]);
  expect(screen.getByText('Run A', { exact: false, selector: 'a' })).toBeDefined();
});

it('shows nothing where nothing is lacking', async () => {
  const api = createFakeApi({
    ForkedJointPatches: () => ({
      run: {
        __typename: 'Run',
        id: 'b',
        roles: [],
        jointPatches: [patch('k1', 1)],
        forkedFrom: original([{ ...patch('j1', 1), controls: [] }]),
      },
    }),
  });
  const { container } = renderInPage(
    <WithApi api={api}>
      <RepeatJointPatches runId="b" />
    </WithApi>,
  );
  await expect.poll(() => api.asked.length).toBe(1);
  expect(container.querySelector('section')).toBeNull();
});
