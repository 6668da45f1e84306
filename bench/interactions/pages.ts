/** The pages of the site and what people do on them. The order matters: each interaction begins where the last one ended. */
import type { Page } from '@playwright/test';
import type { Content } from './content';
import { click, HEATMAP_MS, hover, named, press, scroll, type, zoomAndDrag } from './gestures';
import type { Interaction } from './measure';
import { MORE_PAGES } from './more-pages';
import { RUN_INTERACTIONS } from './run-interactions';

export interface PageToMeasure {
  readonly name: string;
  readonly address: (content: Content) => string;
  readonly interactions: readonly Interaction[];
}

const text = (words: string) => (page: Page) => page.getByText(words, { exact: true });
const COLOUR_SCHEME = [
  click('switch the colour scheme', named('button', 'Switch between light and dark')),
  click('switch it back', named('button', 'Switch between light and dark')),
];
const PALETTE = [
  press('open the palette by ctrl-K', ['Control+k']),
  {
    ...type('type in the palette', named('combobox', 'Search and commands'), 'heads of gpt'),
    // The field has the focus; a click into it would be another interaction.
    target: undefined,
    act: (page: Page) => page.keyboard.type('heads of gpt', { delay: 250 }),
  },
  press('arrow keys in the palette', ['ArrowDown', 'ArrowDown', 'ArrowUp']),
  press('close the palette', ['Escape']),
];

const PATTERN = (page: Page) =>
  page.getByRole('complementary', { name: 'Inspector' }).getByRole('application', { name: /, clean/ });
const ATTENTION_DIALOG = (page: Page) =>
  page.getByRole('dialog').getByRole('application', { name: /destinations by/ });

export const PAGES: readonly PageToMeasure[] = [
  {
    name: 'gallery',
    address: () => '/',
    interactions: [
      type('type in the search', named('combobox', /^Search findings/), 'L9H9 > 0.3'),
      press('close the suggestions', ['Escape']),
      hover('hover the live picture', (page) => page.getByRole('grid')),
      click('another example', named('button', 'A name')),
      ...PALETTE,
      ...COLOUR_SCHEME,
    ],
  },
  {
    name: 'finding',
    address: ({ finding }) => `/findings/${finding}`,
    interactions: [
      click('open the menu View', named('button', 'View')),
      press('close the menu', ['Escape']),
      click('show the change', text('Change')),
      click('pin a cell', named('application', /^Head output/), HEATMAP_MS),
      press('move the pinned cell', ['ArrowRight', 'ArrowDown', 'ArrowLeft'], undefined, HEATMAP_MS),
      press('release the cell', ['Escape'], undefined, HEATMAP_MS),
      click('collapse a section', named('button', /^Heads$/)),
      click('expand it', named('button', /^Heads$/)),
      click('open Cite and embed', named('button', 'Cite and embed')),
      press('close it', ['Escape']),
      click('open Attach a run', named('button', 'Attach a run')),
      press('close the dialog', ['Escape']),
      ...COLOUR_SCHEME,
    ],
  },
  { name: 'run of 122 tokens', address: ({ longRun }) => `/runs/${longRun}`, interactions: RUN_INTERACTIONS },
  {
    name: 'run of 1024 tokens',
    address: ({ largestRun }) => `/runs/${largestRun}?cell=HEAD_Z:9:9`,
    interactions: [
      hover('hover an attention matrix', PATTERN),
      click('open attention as large as the screen', PATTERN),
      hover('hover 1,024 x 1,024 cells', ATTENTION_DIALOG),
      zoomAndDrag('zoom and drag them', ATTENTION_DIALOG),
      hover('hover the tokens', (page) =>
        page.getByRole('dialog').getByRole('application', { name: /as shaded tokens/ }),
      ),
      press('close attention', ['Escape']),
      hover('hover 12,288 cells', (page) => page.getByTestId('cells').first()),
      click('pin a cell of 12,288', (page) => page.getByTestId('cells').first(), HEATMAP_MS),
      press('move the pinned cell', ['ArrowRight', 'ArrowDown', 'ArrowLeft'], undefined, HEATMAP_MS),
      press('release the cell', ['Escape'], undefined, HEATMAP_MS),
      scroll('scroll to the end'),
    ],
  },
  {
    name: 'new run',
    address: ({ computedRun }) => `/runs/new?from=${computedRun}`,
    interactions: [
      type('type in a prompt', named('textbox', 'Clean prompt'), ' the old'),
      type('type an answer', named('textbox', 'Correct answer'), 's of'),
      click('focus another pair', named('button', 'Pair 5')),
      click('duplicate a pair', named('button', 'Duplicate pair 5')),
      click('remove it', named('button', 'Remove pair 6')),
      click('choose other sweeps', named('button', /^Blocks/)),
      click('choose all sweeps', named('button', /^Everything/)),
      click('choose a direction', text('Noising')),
      click('import pairs', named('button', 'Import pairs')),
      press('close it', ['Escape']),
      click('another preset', named('button', /^Facts/)),
      ...COLOUR_SCHEME,
    ],
  },
  {
    name: 'compare',
    address: ({ finding }) => `/compare?a=run-${finding.split('-')[1]!}&b=run-20`,
    interactions: [
      hover('hover cells', (page) => page.getByTestId('cells').first()),
      click('pin a cell', named('application', /^A, gpt2: 12 layers by 12/), HEATMAP_MS),
      click('show the change', text('Change')),
      type('type in the choice of a run', named('combobox', 'A'), ' x'),
      press('close the choice', ['Escape']),
    ],
  },
  {
    name: 'head',
    address: () => '/heads/gpt2/9.9',
    interactions: [
      hover('hover the chart', (page) => page.getByRole('application')),
      press('arrow keys in the chart', ['ArrowRight', 'ArrowRight'], (page) => page.getByRole('application')),
      ...COLOUR_SCHEME,
    ],
  },
  {
    name: 'prompt sets',
    address: () => '/prompts',
    interactions: [type('type in the search', named('textbox', 'Search prompt sets'), 'indirect')],
  },
  {
    name: 'new prompt set',
    address: () => '/prompts/new',
    interactions: [
      type('type a name', named('textbox', 'Name'), 'Names'),
      click('choose a family', text('From a family')),
      click('choose templates', text('From templates of your own')),
    ],
  },
  {
    name: 'prompt set',
    address: ({ promptSet }) => `/prompts/${promptSet}`,
    interactions: COLOUR_SCHEME,
  },
  {
    name: 'collection',
    address: ({ collection }) => `/collections/${collection}`,
    interactions: [click('edit', named('button', 'Edit')), press('close', ['Escape'])],
  },
  {
    name: 'learn',
    address: () => '/learn',
    interactions: [
      type('type a prompt', named('textbox', 'Prompt'), ' people'),
      click('predict', named('button', 'Predict')),
      click('another example', named('button', 'A fact')),
    ],
  },
  {
    name: 'account',
    address: () => '/account',
    interactions: [type('type a name', named('textbox', 'Name of a new token'), 'notebook')],
  },
  { name: 'administration', address: () => '/administration', interactions: COLOUR_SCHEME },
  ...MORE_PAGES,
];
