// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { ViewState } from '../sweep/view-state';
import { createFakeApi, WithApi, type Answers } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { CONTROL, JOINT_PATCH } from '../testing/sample-joint-patch';
import { sampleRun } from '../testing/sample-run';
import { JointPatches } from './JointPatches';
import { SelectionBar } from './SelectionBar';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const run = sampleRun({ metrics: ['LOGIT_DIFF', 'RANK'] });
const listed = { ...JOINT_PATCH, results: JOINT_PATCH.results.slice(0, 1), controls: [CONTROL] };
const detail = { ...JOINT_PATCH, run: { __typename: 'Run', id: run.id }, controls: [CONTROL] };

function show(props: object = {}, answers: Answers = {}) {
  const onChange = vi.fn<(change: Partial<ViewState>) => void>();
  const api = createFakeApi({
    JointPatches: () => ({ run: { __typename: 'Run', id: run.id, jointPatches: [listed] } }),
    JointPatch: () => ({ jointPatch: detail }),
    JointPredictions: () => new Error('The model was removed.'),
    ...answers,
  });
  renderInPage(
    <WithApi api={api}>
      <JointPatches
        run={run}
        value="recovery"
        metric="LOGIT_DIFF"
        prompt={null}
        shown="j1"
        onChange={onChange}
        {...props}
      />
    </WithApi>,
  );
  return { api, onChange };
}

const readTable = async (name: string): Promise<(string | null)[]> =>
  within(await screen.findByRole('table', { name }))
    .getAllByRole('row')
    .map(({ textContent }) => textContent);

it('lists joint patches, and shows joint effect, single effects and interaction', async () => {
  show();
  expect((await readTable('Stored joint patches'))[1]).toBe('L1H0 z, L1H1 zsource run+0.875+0.625+0.2501');
  expect(await readTable('Joint effect in each metric')).toEqual([
    'MetricBaseSourceJointSum of singleInteraction',
    'LD, recovery−1.0003.000+0.875+0.625+0.250',
    // Ranks have no recovery: the change is shown.
    'rank, change7.0000.000−6.500−3.000−3.500',
  ]);
  expect(await readTable('Single and joint effects')).toEqual([
    'L1H0 z alone+0.188',
    'L1H1 z alone+0.438',
    'Sum of single effects+0.625',
    'Joint effect+0.875',
    'Interaction+0.250',
  ]);
  expect(screen.getByText(/minus the sum of the single effects: .* do more together/)).toBeDefined();
  expect(await screen.findByText('The model was removed.')).toBeDefined();
});

it('shows changes, raw values and one prompt as the page does', async () => {
  show({ value: 'raw', prompt: 1 });
  // From a base run of -0.5: 4 jointly, 1 and 2 alone.
  expect((await readTable('Joint effect in each metric'))[1]).toBe(
    'LD, value in logits−0.5004.0003.5002.500+1.000',
  );
  cleanup();
  show({ value: 'change' });
  expect((await readTable('Joint effect in each metric'))[1]).toBe(
    'LD, change in logits−1.0003.000+3.500+2.500+1.000',
  );
});

it('shows controls beside the joint patch on the same pairs, and says which pairs have no donor', async () => {
  const { api } = show();
  // On the second prompt, whose gap is 4.5.
  expect((await readTable('Controls of this joint patch'))[1]).toBe(
    'a prompt with the same answer, seed 7Pair 1 has no such donor and was not patched.1+0.222+0.889',
  );
  expect((await readTable('Joint effect on each prompt')).slice(1)).toEqual([
    '1+0.857+0.571+0.286no donor',
    '2+0.889+0.667+0.222+0.222',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Add: random other prompt' }));
  await vi.waitFor(() =>
    expect(api.asked.find(({ operation }) => operation === 'AddControl')?.variables).toEqual({
      input: { jointPatch: 'j1', rule: 'OTHER_PROMPT', seed: 0 },
    }),
  );
});

it('selects the cells again, and closes', async () => {
  const { onChange } = show();
  fireEvent.click(await screen.findByRole('button', { name: 'Select these cells' }));
  fireEvent.click(screen.getByRole('button', { name: 'Close the joint patch' }));
  expect(onChange.mock.calls).toEqual([
    [
      {
        selection: [0, 1].map((head) => ({ kind: 'HEAD_Z', layer: 1, head, position: null })),
      },
    ],
    [{ joint: null }],
  ]);
});

it('says that a joint patch is not of this run', async () => {
  show({}, { JointPatch: () => ({ jointPatch: null }) });
  expect(await screen.findByText(/This run has no joint patch j1/)).toBeDefined();
});

it('patches the selected cells together and shows the result', async () => {
  const onChange = vi.fn<(change: Partial<ViewState>) => void>();
  const api = createFakeApi({
    PatchTogether: () => ({ patchTogether: { __typename: 'JointPatch', id: 'j2' } }),
  });
  renderInPage(
    <WithApi api={api}>
      <SelectionBar
        runId="k3F9"
        pairs={2}
        direction="NOISING"
        selection={[
          { kind: 'HEAD_Z', layer: 1, head: 1, position: null },
          { kind: 'RESID_PRE', layer: 0, head: null, position: 2 },
        ]}
        isSelecting={false}
        topCount={5}
        onTopCount={() => {}}
        onSelecting={() => {}}
        onChange={onChange}
      />
    </WithApi>,
  );
  expect(screen.getByRole('status').textContent).toBe('2 cells selected: L1H1 z, resid 0 @ 2');
  fireEvent.change(screen.getByLabelText('Title of the joint patch'), { target: { value: ' Movers ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Patch together' }));
  await vi.waitFor(() => expect(onChange.mock.calls).toEqual([[{ joint: 'j2' }]]));
  expect(api.asked[0]!.variables).toEqual({
    input: {
      run: 'k3F9',
      direction: 'NOISING',
      value: 'SOURCE',
      title: 'Movers',
      sites: [
        { site: 'Z', layer: 1, head: 1, position: null, src: null },
        { site: 'RESID_PRE', layer: 0, head: null, position: 2, src: null },
      ],
    },
  });
});
