// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { RunView_RunFragment } from '../generated/graphql';
import { createFakeApi, WithApi, type Answers } from '../testing/fake-api';
import { renderInPage } from '../testing/render';
import { sampleRun } from '../testing/sample-run';
import { RunHeader } from './RunHeader';

vi.mock('next/navigation', () => ({
  useSearchParams: () => new URLSearchParams(),
  useRouter: () => ({ push: () => {} }),
}));

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function show(changes: Partial<RunView_RunFragment> = {}, answers: Answers = {}) {
  const run = sampleRun(changes);
  const api = createFakeApi(answers);
  const refetch = vi.fn<() => Promise<void>>(async () => {});
  const header = (progress: RunView_RunFragment['progress']) => (
    <WithApi api={api}>
      <RunHeader run={run} progress={progress} refetch={refetch} />
    </WithApi>
  );
  const { rerender } = renderInPage(header(run.progress));
  return { api, refetch, follow: (next: RunView_RunFragment['progress']) => rerender(header(next)) };
}

const progress = (changes: Partial<RunView_RunFragment['progress']>) => ({
  ...sampleRun().progress,
  ...changes,
});
/** Buttons and links, except to the owner, to the glossary, and between pairs. */
const listActions = (): (string | null)[] =>
  [...screen.queryAllByRole('button'), ...screen.queryAllByRole('link')]
    .filter((element) => !/^\/(?:people|learn)\//.test(element.getAttribute('href') ?? ''))
    .map(({ textContent }) => textContent)
    // The button that phones have is hidden by the style sheet.
    .filter((text) => text !== '' && text !== 'Details and actions' && !text?.startsWith('Show all'));

it('names the experiment and offers what its owner can do with a finished run', () => {
  show();
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
    '[John→Mary] to, 2 pairs, patchbay-mini: denoising',
  );
  expect(screen.getByText('Prompts of 3 tokens')).toBeDefined();
  expect(screen.getByRole('link', { name: 'Guest 1' }).getAttribute('href')).toMatch(/^\/people\//);
  expect(listActions()).toEqual([
    'Publish',
    'Title, tags and notes',
    'Run again',
    'Edit as new run',
    'Compare',
  ]);
});

it('offers visitors a copy instead of changes', () => {
  show({ isMine: false, visibility: 'PUBLIC' });
  expect(listActions()).toEqual([
    'Copy the link',
    'Copy to my runs',
    'Run again',
    'Edit as new run',
    'Compare',
  ]);
  cleanup();
  // Results that are not public are computed again, not copied.
  show({ isMine: false, visibility: 'UNLISTED' });
  expect(listActions()).toEqual(['Copy the link', 'Run again', 'Edit as new run', 'Compare']);
});

it('shows the finding of a published run', () => {
  show({ finding: { id: 'f', slug: 'names', title: 'Names' } });
  expect(screen.getByRole('link', { name: 'Read the finding' }).getAttribute('href')).toBe('/findings/names');
  expect(screen.queryByRole('button', { name: 'Publish' })).toBeNull();
});

it('shows the place of a waiting run in the queue', () => {
  show({ progress: progress({ status: 'QUEUED', queuePosition: 3, finishedSweeps: [], fraction: 0 }) });
  expect(screen.getByText('Waiting for the engine, number 3 in line')).toBeDefined();
});

it('says why no worker computes a waiting run', () => {
  const waitReason = "No connected worker has model 'gpt2'. Install it on one of them.";
  show({ progress: progress({ status: 'QUEUED', queuePosition: 1, waitReason, fraction: 0 }) });
  expect(screen.getByText(waitReason)).toBeDefined();
});

it('shows how far a run is, and cancels it', async () => {
  const { api, refetch } = show(
    {
      progress: progress({
        status: 'RUNNING',
        fraction: 0.5,
        elapsedMs: 2400,
        remainingMs: 2600,
        finishedSweeps: ['RESID_PRE'],
      }),
    },
    { CancelRun: ({ id }) => ({ cancelRun: { __typename: 'Run', id, status: 'CANCELLED' } }) },
  );
  expect(screen.getByText('50%, 1 of 2 sweeps, 2.4 s so far, about 2.6 s left')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(refetch).toHaveBeenCalledOnce());
  expect(api.asked).toEqual([{ operation: 'CancelRun', variables: { id: 'k3F9' } }]);
});

it('keeps the place of the progress when the run that is followed succeeds', () => {
  const running = progress({ status: 'RUNNING', fraction: 0.5, elapsedMs: 2400, finishedSweeps: [] });
  const { follow } = show({ progress: running });
  follow(progress({ status: 'SUCCEEDED', fraction: 1, elapsedMs: 3100 }));
  expect(screen.getByText('Computed in 3.1 s')).toBeDefined();
  expect(screen.queryByRole('progressbar')).toBeNull();
  cleanup();
  show();
  expect(screen.queryByText(/^Computed in/)).toBeNull();
});

it('shows why a run failed, and why it could not be cancelled', async () => {
  show({
    progress: progress({ status: 'FAILED' }),
    error: { code: 'ENGINE_FAILED', message: 'The engine stopped three times.' },
  });
  expect(screen.getByRole('alert').textContent).toContain('The engine stopped three times.');
  cleanup();
  const { refetch } = show(
    { progress: progress({ status: 'RUNNING' }) },
    { CancelRun: () => new Error('Only the owner may cancel this run.') },
  );
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Only the owner may cancel');
  expect(refetch).not.toHaveBeenCalled();
});

it('shows one prompt pair in a line, steps through them, and lists all on request', async () => {
  const [first, second] = sampleRun().pairs;
  show({ pairs: [first!, second!, { ...first!, index: 2, correct: ' Zoe' }] });
  const strip = screen.getByRole('group', { name: 'Tokens of the prompt pair' });
  expect(strip.textContent).toBe('BOSclean ·John→, corrupted ·Mary·to');
  expect(screen.getByText('pair 1 of 2')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Next pair' }));
  expect(strip.textContent).toBe('BOSclean ·Kate→, corrupted ·=Sue·to');
  fireEvent.click(screen.getByRole('button', { name: 'Next pair' }));
  expect(screen.getByTitle('correct answer').textContent).toBe('correct ·Zoe');
  fireEvent.click(screen.getByRole('button', { name: /^Show all/ }));
  const dialog = await screen.findByRole('dialog', { name: /prompt pairs$/ });
  const rows = within(dialog)
    .getAllByRole('row')
    .map((line) =>
      within(line)
        .queryAllByRole('cell')
        .map(({ textContent }) => textContent),
    );
  // Answers as in the line above, and the logit differences of both prompts with their gap.
  expect(rows[2]!.slice(3)).toEqual(['·Mary', '·John', '2.00', '−1.50', '3.50']);
  expect(rows[4]![3]).toBe('·Zoe');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Tokens of pair 3' }));
  expect(within(dialog).getByRole('group')).toBeDefined();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('says how many pairs are left out, and lists them on request', async () => {
  const pairs = [
    {
      __typename: 'UnusablePair',
      index: 6,
      reason: 'EQUAL_PROMPTS',
      message: 'Both prompts are the same.',
      clean: 'Mary',
    },
  ];
  const { api } = show(
    {
      unusable: {
        given: 9,
        counts: [{ reason: 'EQUAL_PROMPTS', count: 1 }],
      },
      filter: {
        minGap: 0.5,
        onlyRight: false,
        dropsOutliers: false,
        given: 8,
        leftOut: [{ reason: 'GAP_TOO_SMALL', count: 6 }],
      } as unknown as RunView_RunFragment['filter'],
    },
    {
      RunUnusablePairs: () => ({
        run: { __typename: 'Run', id: 'k3F9', unusable: { __typename: 'UnusablePairs', pairs } },
      }),
    },
  );
  expect(
    screen.getByText('Filter: gap at least 0.5 logits; 6 of 8 pairs left out (6 gap too small)'),
  ).toBeDefined();
  const summary = screen.getByText('1 of 9 pairs left out: 1 with equal prompts');
  const details = summary.closest('details')!;
  details.open = true;
  fireEvent(details, new Event('toggle'));
  expect(await screen.findByRole('row', { name: /7 Both prompts are the same\. Mary/ })).toBeDefined();
  expect(api.asked.at(-1)).toMatchObject({ variables: { id: 'k3F9', first: 100, offset: 0 } });
});

it('says when a run stops early, and after how many pairs it did', () => {
  const stopWhen = { __typename: 'StopWhen', interval: 0.01, sweep: null, minPairs: 256 } as const;
  show({ stopWhen, status: 'RUNNING' });
  expect(
    screen.getByText(
      'Stops when the 95% interval of the recovery of every cell is within ±0.01, after at least 256 pairs',
    ),
  ).toBeTruthy();
  cleanup();
  show({ stopWhen, pairCount: 5000 });
  expect(
    screen.getByText(
      'Computed all 5,000 pairs: the widest interval was not below 0.01 before the last batch',
    ),
  ).toBeTruthy();
  cleanup();
  const earlyStop = { __typename: 'EarlyStop', pairs: 640, plannedPairs: 5000, interval: 0.00894 } as const;
  show({ stopWhen, earlyStop, pairCount: 640 });
  expect(screen.getByText('Stopped after 640 of 5,000 pairs: interval 0.0089 < 0.01')).toBeTruthy();
});

it('computes all pairs of a large run again, of which the page has the first ones', async () => {
  const { api } = show({ pairCount: 640 }, { CreateRun: () => ({ createRun: null }) });
  fireEvent.click(screen.getByRole('button', { name: 'Run again' }));
  await waitFor(() => expect(api.asked).toHaveLength(1));
  const { input } = api.asked[0]!.variables as { input: Record<string, unknown> };
  expect(input).toMatchObject({ pairsOfRun: 'k3F9' });
  expect(input).not.toHaveProperty('pairs');
});
