// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { usePageActions } from '../actions/page-actions';
import { renderInPage } from '../testing/render';
import { Palette } from './Palette';

const push = vi.fn<(href: string) => void>();
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));

const LISTS = {
  runs: {
    edges: [
      {
        node: {
          id: 'r1',
          title: '… [John→Mary] … (+7 pairs)',
          subject: 'My names',
          pairCount: 8,
          status: 'FAILED',
          createdAt: '',
          model: { id: 'mini' },
        },
      },
    ],
  },
  collections: { edges: [{ node: { id: 'c1', slug: 'circuits', title: 'Circuits' } }] },
  models: [{ id: 'mini', layers: 4, heads: 4, installed: true, canPublishNotebook: true }],
  findingFilters: { authors: [{ value: 'u1', label: 'Ada' }] },
};
const FOUND = {
  findings: {
    edges: [
      {
        node: {
          id: 'f1',
          slug: 'movers',
          title: 'Name movers',
          modelId: 'mini',
          author: { id: 'u1', name: 'Ada' },
        },
      },
    ],
  },
  promptSets: { edges: [] },
};
const WORDS = [{ word: 'recovery', anchor: 'recovery', meaning: 'Share of `gap`.' }];

let answers: Record<string, unknown>;
const searched: string[] = [];
const ran = vi.fn<() => void>();

function Page() {
  usePageActions([{ id: 'publish', label: 'Publish this run', run: ran }]);
  return null;
}

beforeEach(() => {
  localStorage.clear();
  searched.length = 0;
  push.mockClear();
  ran.mockClear();
  answers = { PaletteLists: { data: LISTS }, PaletteSearch: { data: FOUND } };
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function show() {
  const onClose = vi.fn<() => void>();
  renderInPage(<Page />);
  vi.stubGlobal('fetch', async (address: string, init?: { body: string }) => {
    if (address === '/learn/glossary/words') return Response.json(WORDS);
    const { query, variables } = JSON.parse(init!.body) as { query: string; variables: { text?: string } };
    if (variables.text !== undefined) searched.push(variables.text);
    const name = /(?:query|mutation) (\w+)/.exec(query)![1]!;
    return Response.json(answers[name]);
  });
  renderInPage(<Palette onClose={onClose} />);
  await screen.findByRole('option', { name: /^My names/ });
  return onClose;
}
const field = (): HTMLElement => screen.getByRole('combobox');
const type = (text: string): void => void fireEvent.change(field(), { target: { value: text } });
const chosen = (): string | undefined =>
  screen.getAllByRole('option').find((option) => option.getAttribute('aria-selected') === 'true')
    ?.textContent ?? undefined;

it('offers the page first, then the site, by groups; the arrow keys go round', async () => {
  await show();
  expect(screen.getAllByRole('group').map((group) => group.getAttribute('aria-label'))).toEqual([
    'This page',
    'Runs',
    'Pages',
    'Presets',
    'Collections',
    'People',
    'Settings',
  ]);
  expect(chosen()).toMatch(/^Publish this run/);
  expect(screen.getByRole('option', { name: /^My names, 8 pairs/ }).textContent).toContain(
    'mini, failed, … [John→Mary] …',
  );
  fireEvent.keyDown(field(), { key: 'ArrowUp' });
  const options = screen.getAllByRole('option');
  expect(options.at(-1)!.getAttribute('aria-selected')).toBe('true');
  expect(field().getAttribute('aria-activedescendant')).toBe(options.at(-1)!.id);
  fireEvent.keyDown(field(), { key: 'ArrowDown' });
  expect(chosen()).toMatch(/^Publish this run/);
});

it('does what is chosen, and has it as a recent choice afterwards', async () => {
  const onClose = await show();
  fireEvent.keyDown(field(), { key: 'Enter' });
  expect(onClose).toHaveBeenCalledTimes(1);
  await waitFor(() => expect(ran).toHaveBeenCalledTimes(1));
  type('name mov');
  fireEvent.click(await screen.findByRole('option', { name: /^Name movers/ }));
  expect(push.mock.calls).toEqual([['/findings/movers']]);
  cleanup();
  await show();
  const [first] = screen.getAllByRole('group');
  expect(first!.getAttribute('aria-label')).toBe('Recent');
  expect(first!.textContent).toMatch(/Name movers.*Publish this run/);
});

it('asks the server once typing pauses, and finds heads and words', async () => {
  await show();
  for (const text of ['1', '1.', '1.2']) type(text);
  expect(await screen.findByRole('option', { name: /^Head L1H2/ })).toBeDefined();
  await waitFor(() => expect(searched).toEqual(['', '1.2']));
  type('recovery');
  fireEvent.click(await screen.findByRole('option', { name: /^recovery/ }));
  expect(push.mock.calls).toEqual([['/learn/glossary#recovery']]);
});

it('starts a preset and opens its run, or says why it cannot', async () => {
  answers.PaletteRun = { errors: [{ message: 'Too many runs are queued.' }] };
  const onClose = await show();
  type('run preset facts');
  fireEvent.click(await screen.findByRole('option', { name: /^Run preset: Facts/ }));
  expect((await screen.findByRole('alert')).textContent).toBe('Too many runs are queued.');
  expect(onClose).not.toHaveBeenCalled();
  answers.PaletteRun = { data: { createRun: { id: 'k9' } } };
  fireEvent.click(screen.getByRole('option', { name: /^Run preset: Facts/ }));
  await waitFor(() => expect(push.mock.calls).toEqual([['/runs/k9']]));
});

it('says that nothing matches, and that the server does not answer', async () => {
  answers.PaletteSearch = { data: { findings: { edges: [] }, promptSets: { edges: [] } } };
  await show();
  type('zzz');
  expect(await screen.findByRole('option', { name: 'All findings for “zzz”' })).toBeDefined();
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('1 result'));
  expect(screen.getByText('Nothing is called “zzz”.')).toBeDefined();
  answers.PaletteSearch = { errors: [{ message: 'The database is locked.' }] };
  type('zzzz');
  expect((await screen.findByRole('alert')).textContent).toBe('The database is locked.');
});
