// @vitest-environment jsdom
import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunRow_RunFragment } from '../generated/graphql';
import { NO_RUN_FILTER, readRunFilter, runsAddress } from './filter-address';
import { RunList } from './RunList';

vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: vi.fn<() => void>() }) }));
beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function run(id: string, fields: Partial<RunRow_RunFragment> = {}): RunRow_RunFragment {
  return {
    id,
    title: `… [${id}→Lucy] …`,
    ownTitle: null,
    tags: [],
    thumbnail: { kind: 'HEAD_Z', light: `/runs/${id}/thumbnail/1-light.png`, dark: '/dark.png' },
    status: 'SUCCEEDED',
    visibility: 'PUBLIC',
    createdAt: '2026-11-25T10:00:00.000Z',
    directions: ['DENOISING'],
    sweepKinds: ['HEAD_Z'],
    isMine: false,
    imported: null,
    model: { id: 'gpt2' },
    owner: { id: 'u', name: 'Guest-1' },
    baseline: {
      pairs: 2,
      gapMean: 4,
      gapStandardError: 0.5,
      pairsWithRightSign: 2,
      verdict: 'OK',
      cannotNormalise: null,
    },
    topEffect: { label: 'L9H9', recovery: 0.557, change: 2.2 },
    finding: null,
    ...fields,
  };
}

function show(runs: readonly RunRow_RunFragment[], isAdministrator = false): void {
  const client = new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.empty() });
  render(
    <ApolloProvider client={client}>
      <MantineProvider>
        <RunList runs={runs} filter={{ ...NO_RUN_FILTER, mine: true }} isAdministrator={isAdministrator} />
      </MantineProvider>
    </ApolloProvider>,
  );
}

it('shows what came of a run, as recovery only where that may be read', () => {
  const baseline = { ...run('x').baseline!, verdict: 'ABSENT' as const, cannotNormalise: 'Because.' };
  show([
    run('a'),
    run('b', { baseline }),
    run('c', { status: 'QUEUED', thumbnail: null, baseline: null, topEffect: null }),
  ]);
  const [first, second, third] = screen.getAllByRole('listitem');
  expect(first!.textContent).toContain('L9H9 +0.56 recovery');
  expect(first!.textContent).toContain('gap 4.00 ± 0.50, 2 of 2 pairs positive');
  expect(second!.textContent).toContain('L9H9 +2.20 logits');
  expect(screen.getByText('the model does not do the task').title).toBe('Because.');
  expect(third!.textContent).toContain('queued');
  expect(third!.textContent).not.toContain('gap');
});

it('has a small heatmap that says what it shows, and the status in its place before there is one', () => {
  const baseline = { ...run('x').baseline!, verdict: 'WEAK' as const, cannotNormalise: 'Because.' };
  show([run('a'), run('b', { baseline }), run('c', { status: 'RUNNING', thumbnail: null })]);
  const [first, second, third] = screen.getAllByRole('listitem');
  const [light] = within(first!).getAllByAltText('Head output (z), by layer, recovery');
  expect(light!.getAttribute('src')).toBe('/runs/a/thumbnail/1-light.png');
  expect(light!.getAttribute('loading')).toBe('lazy');
  expect(within(second!).getAllByAltText('Head output (z), by layer, change in logits')).toHaveLength(2);
  expect(within(third!).queryByRole('img')).toBeNull();
  expect(third!.textContent).toContain('running');
});

it('narrows the list to a tag', () => {
  show([run('a', { tags: ['ioi', 'name-movers'] })]);
  const address = screen.getByRole('link', { name: '#name-movers' }).getAttribute('href');
  expect(address).toBe('/runs?mine=1&tag=name-movers');
});

it('keeps the whole filter in the address', () => {
  const filter = { mine: true, status: 'FAILED' as const, model: 'gpt2', search: '"a b" #c & d', tag: 'ioi' };
  const address = new URLSearchParams(runsAddress(filter, 'cursor').split('?')[1]);
  expect(readRunFilter((name) => address.get(name) ?? '')).toEqual(filter);
  expect(address.get('after')).toBe('cursor');
  expect(runsAddress(NO_RUN_FILTER)).toBe('/runs');
});

it('compares two runs that were chosen, the last two of them', () => {
  show([run('a'), run('b'), run('c')]);
  const choose = (id: string) =>
    fireEvent.click(screen.getByRole('checkbox', { name: `Choose … [${id}→Lucy] … to compare` }));
  choose('a');
  expect(screen.getByText(/choose another one/)).toBeTruthy();
  choose('b');
  const address = () => screen.getByRole('link', { name: 'Compare the two runs' }).getAttribute('href');
  expect(address()).toBe('/compare?a=a&b=b');
  choose('c');
  expect(address()).toBe('/compare?a=b&b=c');
  choose('b');
  expect(screen.queryByRole('link', { name: 'Compare the two runs' })).toBeNull();
});

it('offers actions to owners and administrators only', () => {
  const runs = [run('a', { isMine: true }), run('b')];
  show(runs);
  expect(screen.getAllByRole('button', { name: /^Actions for/ })).toHaveLength(1);
  cleanup();
  show(runs, true);
  expect(screen.getAllByRole('button', { name: /^Actions for/ })).toHaveLength(2);
});
