/** Pages that are about a run, and lists and forms: what people do on them most. */
import type { Page } from '@playwright/test';
import { click, hover, named, paste, press, type } from './gestures';
import type { PageToMeasure } from './pages';

const text = (words: string) => (page: Page) => page.getByRole('main').getByText(words, { exact: true });
const inDialog =
  (role: Parameters<Page['getByRole']>[0], name: string): ((page: Page) => ReturnType<Page['getByRole']>) =>
  (page) =>
    page.getByRole('dialog').getByRole(role, { name, exact: true });
const radio = (group: string | RegExp, name: string) => (page: Page) =>
  page.getByRole('radiogroup', { name: group }).getByText(name, { exact: true });

/** Rows that the dialog reads with columns to choose. */
const TABLE = [
  'clean,corrupted,correct,incorrect',
  ...Array.from({ length: 30 }, (_, at) => `The key ${at} is for the,The box ${at} is for the, house, car`),
].join('\n');

export const MORE_PAGES: readonly PageToMeasure[] = [
  {
    name: 'runs',
    address: () => '/runs',
    interactions: [
      type('type in the search', named('searchbox', /^Search runs/), 'gave the bag'),
      click('choose a run', named('checkbox', /^Choose .* to compare/)),
      click('choose another', (page) => page.getByRole('checkbox', { name: /^Choose .* to compare/ }).nth(2)),
      click('open the actions of a run', named('button', /^Actions for/)),
      click('edit title and tags', named('menuitem', 'Title and tags')),
      press('close the dialog', ['Escape']),
    ],
  },
  {
    name: 'publish a run',
    address: ({ computedRun }) => `/runs/${computedRun}`,
    interactions: [
      click('open the dialog', named('button', 'Publish')),
      type('type a title', inDialog('textbox', 'Title'), 'Names'),
      type('type the text', inDialog('textbox', 'Text'), 'Head **L1H2**'),
      click('preview the text', inDialog('tab', 'Preview')),
      click('add a claim', inDialog('button', 'Add a claim')),
      click('add another claim', inDialog('button', 'Add a claim')),
      press('close the dialog', ['Escape']),
    ],
  },
  {
    name: 'comment on a finding',
    address: ({ finding }) => `/findings/${finding}`,
    interactions: [
      type('type a comment', named('textbox', 'New comment'), 'Does [[L9H9]] hold?'),
      click('preview it', (page) => page.getByRole('main').getByRole('tab', { name: 'Preview' })),
      click('write on', (page) => page.getByRole('main').getByRole('tab', { name: 'Write' })),
      click('star the finding', named('button', /^Star/)),
    ],
  },
  {
    name: 'import of pairs',
    address: ({ computedRun }) => `/runs/new?from=${computedRun}`,
    interactions: [
      click('import pairs', named('button', 'Import pairs')),
      paste('paste 30 rows', inDialog('textbox', 'File or text'), TABLE),
      press('choose a column', ['ArrowDown'], inDialog('combobox', 'What clean holds')),
      press('choose it back', ['ArrowUp'], inDialog('combobox', 'What clean holds')),
      press('close it', ['Escape']),
    ],
  },
  {
    name: 'prompts of unequal lengths',
    address: ({ computedRun }) => `/runs/new?from=${computedRun}`,
    interactions: [
      type('type in a prompt', named('textbox', 'Clean prompt'), ' the old'),
      click('choose a token', named('button', /^clean 12/)),
      click('align it', named('button', /^corrupted 13/)),
      click('reset to automatic', named('button', 'Reset to automatic')),
    ],
  },
  {
    name: 'paths',
    address: ({ computedRun }) => `/runs/${computedRun}/paths`,
    interactions: [
      hover('hover cells', (page) => page.getByTestId('cells').first()),
      click('show the change', radio('Values shown', 'Change')),
      click('choose a direction', radio('Direction', 'Noising')),
      click('plan all edges', named('button', /^Plan all/)),
    ],
  },
  {
    name: 'circuits',
    address: ({ computedRun }) => `/runs/${computedRun}/circuits`,
    interactions: [
      click('choose a node', named('button', 'L0H1')),
      type('type nodes', named('textbox', 'Nodes'), ', L1H2'),
      click('choose top nodes', named('button', 'Choose top nodes')),
      click('add all MLPs', named('button', 'Add all MLPs')),
      click('evaluate', named('button', 'Evaluate the circuit')),
    ],
  },
  {
    name: 'attribution',
    address: ({ computedRun }) => `/runs/${computedRun}/attribution`,
    interactions: [
      click('read the corrupted run', radio('Run that is read', 'Corrupted')),
      click('next prompt', named('button', 'Next prompt')),
      click('ranks in the lens', radio('Values of the logit lens', 'Rank')),
      click('more rows in the lens', (page) => page.getByLabel('Between attention and MLP too')),
    ],
  },
  {
    name: 'causal tracing',
    address: ({ computedRun }) => `/runs/${computedRun}/tracing`,
    interactions: [
      type('type a seed', named('textbox', 'Seed'), '1'),
      click('corrupt by prompts', radio('Corruption', 'Corrupted prompts')),
      click('corrupt by noise', radio('Corruption', 'Noise on embeddings')),
      click('trace', named('button', /^Trace/)),
    ],
  },
  {
    name: 'heads of a model',
    address: () => '/heads/gpt2',
    interactions: [
      hover('hover cells', (page) => page.getByTestId('cells').first()),
      click('maximise', named('button', /^Maximise/)),
      press('close it', ['Escape']),
    ],
  },
  {
    name: 'models',
    address: () => '/models',
    interactions: [type('type a model', named('textbox', /^Another GPT-2 model/), 'gpt2-xl')],
  },
  {
    name: 'import of a file',
    address: () => '/import',
    interactions: [
      type('type a file', named('textbox', 'Text of the file'), '{"a":1}'),
      click('check it', named('button', 'Check')),
    ],
  },
  {
    name: 'glossary',
    address: () => '/learn/glossary',
    interactions: [click('follow a term', (page) => page.getByRole('main').locator('a[href^="#"]'))],
  },
  {
    name: 'new collection',
    address: () => '/collections/new',
    interactions: [
      type('type a title', named('textbox', 'Title'), 'Names'),
      type('type a search', named('textbox', 'Find a finding to add'), 'L9H9 > 0.3'),
      click('find', (page) => page.getByRole('main').getByRole('button', { name: 'Find', exact: true })),
      click('add a finding', named('button', /^Add: /)),
      click('add a text', text('Add a text')),
      type('type the text', named('textbox', 'Text 2'), 'Then'),
    ],
  },
  {
    name: 'settings of an account',
    address: () => '/account',
    interactions: [
      type('type another name', named('textbox', 'Name that others see'), ' two'),
      type('type a password', named('textbox', 'Current password'), 'correct horse'),
      click('show it', named('button', 'Show or hide what is typed')),
      click('open Delete account', named('button', 'Delete account')),
      press('close it', ['Escape']),
    ],
  },
];
