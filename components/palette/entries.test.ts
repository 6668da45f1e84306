// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';
import type { UsableModel } from '../models/usual-model';
import type { Entry } from './entry';
import { listPresets, PAGES } from './fixed-entries';
import { listHeads, listPageHead, parseHead } from './head-entries';
import { rankEntries, scoreEntry } from './rank-entries';
import { listRecent, rememberChoice } from './recent-entries';

beforeEach(() => localStorage.clear());

const entry = (label: string, more: Partial<Entry> = {}): Entry => ({
  id: label,
  group: 'Runs',
  label,
  does: { href: `/${label}` },
  ...more,
});

it('finds entries that have all words, those whose label begins with them first', () => {
  const entries = [entry('Two facts'), entry('Facts'), entry('Names'), entry('A set', { keywords: 'facts' })];
  const [group] = rankEntries(entries, [], 'facts');
  expect(group!.entries.map(({ label }) => label)).toEqual(['Facts', 'Two facts', 'A set']);
  expect(rankEntries(entries, [], 'facts two').map((one) => one.entries.length)).toEqual([1]);
  expect(rankEntries(entries, [], 'nothing')).toEqual([]);
  expect(scoreEntry(entry('Facts'), [])).toBeGreaterThan(0);
});

it('keeps what the server has found, also where the text is a condition, and lists each once', () => {
  const found = [entry('Names move', { group: 'Findings' }), entry('Names move', { group: 'Findings' })];
  expect(rankEntries([], found, 'L1H2 > 0.3')).toEqual([{ group: 'Findings', entries: [found[0]] }]);
});

it('offers a fallback after what has the words', () => {
  const all = entry('All findings for “dark”', { group: 'Findings', isFallback: true });
  const dark = entry('Colours: dark', { group: 'Settings' });
  expect(rankEntries([dark], [all], 'dark').map(({ group }) => group)).toEqual(['Settings', 'Findings']);
});

it('lists groups in their order without a text, and the group with the best entry first with one', () => {
  const entries = [
    entry('Models', { group: 'Pages' }),
    entry('models of mine'),
    entry('About models', { group: 'People' }),
  ];
  expect(rankEntries(entries, [], '').map(({ group }) => group)).toEqual(['Runs', 'Pages', 'People']);
  expect(rankEntries(entries, [], 'about').map(({ group }) => group)).toEqual(['People']);
});

it('reads heads as people write them', () => {
  for (const text of ['9.8', 'L9H8', 'l9h8', 'head 9.8', '9:8', 'gpt2 9.8'])
    expect(parseHead(text), text).toEqual({ layer: 9, head: 8 });
  for (const text of ['', 'nine', '9', '9.', 'v9.8.7.'])
    expect(parseHead(text)?.layer === 9 && text === '9').toBe(false);
});

it('ranks the head that a text names above words and runs that contain the text', () => {
  const words = [
    entry('claim', { group: 'Glossary', detail: 'such as z[9.9] > 0.2' }),
    entry('9.9 and others'),
  ];
  const heads = listHeads('9.9', [{ id: 'gpt2', layers: 12, heads: 12 }]);
  expect(rankEntries(words, heads, '9.9').map(({ group }) => group)).toEqual(['Heads', 'Runs', 'Glossary']);
});

it('opens the head on a page that shows it', () => {
  const opened: string[] = [];
  const find = (layer: number, head: number) => (layer < 4 ? () => opened.push(`${layer}.${head}`) : null);
  const [entry] = listPageHead('L1H2', find);
  expect(entry).toMatchObject({ group: 'This page', label: 'Open L1H2' });
  if (entry && 'run' in entry.does) entry.does.run();
  expect(opened).toEqual(['1.2']);
  expect(listPageHead('L9H9', find)).toEqual([]);
  expect(listPageHead('names', find)).toEqual([]);
});

it('offers a head of each model that has it, narrowed by the name of a model', () => {
  const models = [
    { id: 'mini', layers: 4, heads: 4 },
    { id: 'gpt2', layers: 12, heads: 12 },
    { id: 'gpt2-xl', layers: 48, heads: 25 },
  ];
  const addresses = (text: string): string[] =>
    listHeads(text, models).map(({ does }) => ('href' in does ? does.href : ''));
  expect(addresses('9.8')).toEqual(['/heads/gpt2/L9H8', '/heads/gpt2-xl/L9H8']);
  expect(addresses('xl L9H8')).toEqual(['/heads/gpt2-xl/L9H8']);
  expect(addresses('head 99.1')).toEqual([]);
});

it('runs presets on the model that forms begin with, and only opens them without one', () => {
  const start = async (): Promise<string> => '/runs/x';
  const labels = (models: readonly UsableModel[]): string[] =>
    listPresets(models, start).map(({ label, detail }) => `${label}, ${detail}`);
  expect(
    labels([
      { id: 'big', installed: false, canPublishNotebook: true },
      { id: 'seeded', installed: true, canPublishNotebook: false },
      { id: 'mini', installed: true, canPublishNotebook: true },
    ]),
  ).toContain('Run preset: Facts, now, on mini');
  expect(labels([]).some((label) => label.startsWith('Run preset'))).toBe(false);
  expect(labels([])).toContain('Open preset: Facts, in the form');
});

it('remembers the last choices, newest first, each once', () => {
  const [first, second] = [PAGES[0]!, entry('A run\nof\ttwo lines', { id: 'run 2' })];
  for (const one of [first, second, first]) rememberChoice(one);
  const recent = listRecent([first]);
  expect(recent.map(({ group, label, detail }) => [group, label, detail])).toEqual([
    ['Recent', 'New run', 'Pages'],
    ['Recent', 'A run of two lines', 'Runs'],
  ]);
});

it('offers what has no address only where the page has it, and no address of another site', () => {
  rememberChoice(entry('Publish', { id: 'action publish', group: 'This page', does: { run: () => {} } }));
  expect(listRecent([])).toEqual([]);
  localStorage.setItem('patchbay-recent-choices', 'x\tRuns\tElsewhere\thttps://example.org\nbroken');
  expect(listRecent([])).toEqual([]);
});
