import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent, within } from 'storybook/test';
import { openSiteDialog } from '../shortcuts/open-dialog';
import { stubFetch } from '../testing/stub-fetch';
import { SiteDialogs } from './SiteDialogs';

const LISTS = {
  runs: {
    edges: [
      ['r1', 'Indirect object identification', '… the shops, [John→Mary] gave the bag to', 'SUCCEEDED'],
      ['r2', 'Facts', 'The [White→Haunted] House is where the', 'FAILED'],
    ].map(([id, subject, title, status]) => ({
      node: {
        id,
        title,
        subject,
        pairCount: 1,
        status,
        createdAt: '2026-11-25T10:00:00.000Z',
        model: { id: 'gpt2' },
      },
    })),
  },
  collections: { edges: [{ node: { id: 'C', slug: 'names', title: 'Names and who moves them' } }] },
  models: [{ id: 'gpt2', layers: 12, heads: 12, installed: true, canPublishNotebook: true }],
  findingFilters: { authors: [{ value: 'u', label: 'Ada Lovelace' }] },
};
const FOUND = {
  findings: {
    edges: [
      {
        node: {
          id: 'F',
          slug: 'name-movers',
          title: 'Head 9.9 moves the name that was not repeated',
          modelId: 'gpt2',
          author: { id: 'u', name: 'Ada Lovelace' },
        },
      },
    ],
  },
  promptSets: { edges: [{ node: { id: 'S', name: 'Names at the shops', pairCount: 10_000 } }] },
};
const NOTHING = { findings: { edges: [] }, promptSets: { edges: [] } };
const WORDS = [
  { word: 'name mover', anchor: 'name-mover', meaning: 'A head that copies a name to the last position.' },
];

/** A server of which the lists and what is found are given; without an answer it is silent. */
const serve = (found: object | undefined) => () =>
  stubFetch((path, body) => {
    if (path.endsWith('/words')) return WORDS;
    if (body.includes('PaletteLists')) return { data: LISTS };
    return found;
  });

const meta: Meta<typeof SiteDialogs> = {
  component: SiteDialogs,
  parameters: { pictureHeight: 760 },
  beforeEach: () => {
    localStorage.removeItem('patchbay-recent-choices');
    openSiteDialog('search');
    return () => openSiteDialog(null);
  },
};
export default meta;

type Story = StoryObj<typeof meta>;
type Play = NonNullable<Story['play']>;

const findBody = (canvasElement: HTMLElement) => within(canvasElement.ownerDocument.body);
const search =
  (text: string, wait: RegExp): Play =>
  async ({ canvasElement }) => {
    const body = findBody(canvasElement);
    const field = await body.findByRole('combobox', { name: 'Search and commands' });
    if (text !== '') await userEvent.type(field, text);
    await body.findAllByText(wait);
  };

/** What it offers before something is typed. */
export const Opened: Story = {
  beforeEach: serve({ data: FOUND }),
  play: search('', /Indirect object/),
};
export const Found: Story = {
  beforeEach: serve({ data: FOUND }),
  play: search('name', /Names at the shops/),
};
export const FoundOnAWideScreen: Story = {
  ...Found,
  parameters: { pictureWidth: 900 },
};
export const Searching: Story = {
  beforeEach: serve(undefined),
  play: search('zzz', /Searching|All findings/),
};
export const NothingFound: Story = {
  beforeEach: serve({ data: NOTHING }),
  play: search('zzz', /All findings for/),
};
export const NotAnswered: Story = {
  beforeEach: serve({ errors: [{ message: 'You send too many requests. Try again in 20 s.' }] }),
  play: search('name', /too many requests/),
};
