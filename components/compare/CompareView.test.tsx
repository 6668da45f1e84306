// @vitest-environment jsdom
import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { cleanup, configure, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Compare_RunFragment } from '../generated/graphql';
import { renderInPage } from '../testing/render';
import { createFakeApi, WithApi, type FakeApi } from '../testing/fake-api';
import { encodeFloats, sampleRun, sampleStatistics } from '../testing/sample-run';
import { CompareView } from './CompareView';

// Queries by role need not compute which elements are hidden: on a page with many cells that takes seconds.
configure({ defaultHidden: true });

vi.mock('next/navigation', () => ({ useSearchParams: () => new URLSearchParams('') }));

beforeEach(() => window.history.replaceState(null, '', '/'));
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const a: Compare_RunFragment = sampleRun();
/** The same experiment with another value of the last head. */
function createOther(changes: Partial<Compare_RunFragment> = {}): Compare_RunFragment {
  const run = sampleRun();
  const sweeps = run.sweeps.map((sweep) =>
    sweep.kind === 'HEAD_Z' ? { ...sweep, data: encodeFloats([-1, 0, 1, 0.5]) } : sweep,
  );
  return { ...run, id: 'z7Q2', title: 'Other', subject: 'Other', sweeps, ...changes };
}

function show(b: Compare_RunFragment): void {
  const client = new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.empty() });
  renderInPage(
    <ApolloProvider client={client}>
      <CompareView a={a} b={b} request={{ query: '{ a }', variables: {} }} />
    </ApolloProvider>,
  );
}

const listPlots = (section: string): (string | undefined)[] =>
  within(screen.getByRole('region', { name: section }))
    .getAllByRole('application')
    .filter((plot) => plot.getAttribute('aria-roledescription') === 'heatmap')
    .map((plot) => plot.getAttribute('aria-label')!.split(':')[0]);

it('shows each common sweep of both runs and their difference', () => {
  show(createOther());
  expect(listPlots('Residual stream')).toEqual(['A, patchbay-mini', 'B, patchbay-mini', 'B − A']);
  expect(listPlots('Head output (z)')).toHaveLength(3);
  // 0.375 - 0.875 of recovery.
  expect(screen.getByTestId('largest-difference').textContent).toBe(
    'Largest difference of a cell: 0.500, in the sweep Head output (z).',
  );
  fireEvent.click(screen.getByText('Change', { exact: true }));
  expect(screen.getByTestId('largest-difference').textContent).toBe(
    'Largest difference of a cell: 2.000 logits, in the sweep Head output (z).',
  );
});

it('shows no difference of runs that have different cells', () => {
  const b = createOther();
  const sweeps = b.sweeps.map((sweep) =>
    sweep.kind === 'HEAD_Z' ? { ...sweep, shape: [1, 4], data: encodeFloats([0, 0, 0, 0]) } : sweep,
  );
  show({ ...b, sweeps: sweeps.slice(1) });
  expect(listPlots('Head output (z)')).toHaveLength(2);
  expect(screen.getByTestId('largest-difference').textContent).toMatch(/different numbers of layers/);
});

it('tests the difference prompt by prompt, or says why not', async () => {
  const three = [...a.pairs, { ...a.pairs[0]!, index: 2 }];
  const { mean, standardError, t, signShare, adjusted, significant, ...counts } = sampleStatistics();
  const encode = (values: ArrayLike<number>): string => encodeFloats(Array.from(values));
  const statistics = {
    __typename: 'SweepStatistics',
    ...counts,
    mean: encode(mean),
    standardError: encode(standardError),
    t: encode(t),
    signShare: encode(signShare),
    adjusted: encode(adjusted),
    significant: btoa(String.fromCharCode(...significant)),
  };
  const answer = (paired: object) => ({
    PairedRuns: () => ({
      run: {
        __typename: 'Run',
        id: a.id,
        sweeps: [{ __typename: 'Sweep', kind: 'HEAD_Z', direction: 'DENOISING', paired }],
      },
    }),
  });
  const render = (api: FakeApi): void => {
    renderInPage(
      <WithApi api={api}>
        <CompareView
          a={{ ...a, pairs: three, pairCount: 1000 }}
          b={createOther()}
          request={{ query: '{ a }', variables: {} }}
        />
      </WithApi>,
    );
    fireEvent.click(screen.getByLabelText('Test the difference prompt by prompt'));
  };
  const api = createFakeApi(answer({ __typename: 'PairedStatistics', reason: null, statistics }));
  render(api);
  expect(
    await screen.findByText(
      /^B − A, the recovery of each prompt by its own gap\. Two-sided t test .* over 1000 prompts/,
    ),
  ).toBeDefined();
  expect(screen.getAllByTestId('unclear')).toHaveLength(1);
  expect(api.asked[0]!.variables).toEqual({
    a: 'k3F9',
    b: 'z7Q2',
    metric: 'LOGIT_DIFF',
    normalisation: 'MEAN_OF_RATIOS',
  });
  cleanup();
  render(createFakeApi(answer({ __typename: 'PairedStatistics', reason: 'Other pairs.', statistics: null })));
  expect(await screen.findByText('Other pairs.')).toBeDefined();
});

it('lists what differs as a table, and below it what is the same', () => {
  const { pairs, model } = a;
  show(createOther({ model: { ...model, id: 'gpt2' } }));
  const table = screen.getByRole('table', { name: 'How the two runs differ' });
  const names = [...table.querySelectorAll('tbody th')].map(({ textContent }) => textContent);
  expect(names).toContain('Model');
  expect(names).not.toContain('First clean prompt');
  const same = screen.getByLabelText('The same in both runs');
  expect(same.textContent).toContain(`First clean prompt${pairs[0]!.clean}`);
  expect(same.textContent).not.toContain('Model');
});

it('says that two runs have no sweep in common', () => {
  show(createOther({ sweeps: [] }));
  expect(screen.getByText('The two runs have no sweep in common.')).toBeDefined();
});

it('compares changes where one of the runs has a weak baseline', () => {
  const baseline = { ...a.baseline!, verdict: 'WEAK' as const, cannotNormalise: 'The gap is small.' };
  show(createOther({ baseline }));
  expect(screen.getByTestId('largest-difference').textContent).toMatch(/ logits, in the sweep /);
  expect(screen.getByText('The gap is small.')).toBeDefined();
});
