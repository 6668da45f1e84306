/** The pages that are photographed, and what is done on each before. */
import type { Page } from '@playwright/test';
import type { Content } from './content';

export interface PageToShow {
  /** Under the photograph; unique. */
  readonly name: string;
  readonly address: (content: Content) => string;
  readonly act?: (page: Page) => Promise<void>;
}

const showHead = async (page: Page): Promise<void> => {
  await page.getByRole('complementary', { name: 'Inspector' }).getByRole('application').first().waitFor();
};
const press =
  (name: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('main').getByRole('button', { name }).first().click();
    await page.getByRole('dialog').waitFor();
  };

export const PAGES: readonly PageToShow[] = [
  { name: 'Gallery', address: () => '/' },
  { name: 'Finding', address: ({ finding }) => `/findings/${finding}` },
  { name: 'Run', address: ({ seededRun }) => `/runs/${seededRun}` },
  { name: 'Inspector', address: ({ run }) => `/runs/${run}?cell=HEAD_Z:1:2`, act: showHead },
  { name: 'Run of long prompts', address: ({ longRun }) => `/runs/${longRun}` },
  { name: 'Paths', address: ({ run }) => `/runs/${run}/paths` },
  { name: 'Causal tracing', address: ({ run }) => `/runs/${run}/tracing` },
  { name: 'Attribution and logit lens', address: ({ run }) => `/runs/${run}/attribution` },
  { name: 'Circuits', address: ({ run }) => `/runs/${run}/circuits` },
  {
    name: 'New run',
    address: () => '/runs/new?preset=ioi',
    act: awaitFirstResult,
  },
  { name: 'Runs', address: () => '/runs' },
  { name: 'Compare', address: ({ run, seededRun }) => `/compare?a=${run}&b=${seededRun}` },
  { name: 'Learn', address: () => '/learn' },
  { name: 'Glossary', address: () => '/learn/glossary' },
  { name: 'Prompt sets', address: () => '/prompts' },
  { name: 'Prompt set', address: ({ promptSet }) => `/prompts/${promptSet}` },
  { name: 'New prompt set', address: () => '/prompts/new' },
  { name: 'Collections', address: () => '/collections' },
  { name: 'Collection', address: ({ collection }) => `/collections/${collection}` },
  { name: 'Heads of a model', address: () => '/heads/patchbay-mini' },
  { name: 'Head', address: () => '/heads/patchbay-mini/L1H2' },
  { name: 'Models', address: () => '/models' },
  { name: 'Person', address: ({ person }) => `/people/${person}` },
  { name: 'Stars', address: () => '/stars' },
  { name: 'Notifications', address: () => '/notifications' },
  { name: 'Account', address: () => '/account' },
  { name: 'Administration', address: () => '/administration' },
  { name: 'Moderation', address: () => '/moderation' },
  { name: 'API', address: () => '/graphiql' },
  { name: 'No such page', address: () => '/nowhere' },
];

const PROMPTS = [
  ['John', 'Mary', 'went to the shops', 'the bag'],
  ['Tom', 'James', 'went to the park', 'the ball'],
  ['Dan', 'Sid', 'went to the shops', 'an apple'],
].map(([giver, taker, went, what]) => {
  const write = (name: string): string => `When ${giver} and ${taker} ${went}, ${name} gave ${what} to`;
  return {
    clean: write(giver!),
    corrupt: write(taker!),
    answers: [` ${taker}`],
    wrong_answers: [` ${giver}`],
  };
});

export const DIALOGS: readonly PageToShow[] = [
  { name: 'A figure for a paper', address: ({ run }) => `/runs/${run}`, act: composeFigure },
  { name: 'Code of a run', address: ({ run }) => `/runs/${run}`, act: press('Show code') },
  {
    name: 'Attention, enlarged',
    address: ({ run }) => `/runs/${run}?cell=HEAD_Z:1:2`,
    act: press('Enlarge the attention of L1H2'),
  },
  { name: 'Import of pairs', address: () => '/runs/new?preset=ioi', act: importPairs },
  { name: 'Publish', address: ({ seededRun }) => `/runs/${seededRun}`, act: press('Publish') },
  { name: 'Attach a run', address: ({ finding }) => `/findings/${finding}`, act: press('Attach a run') },
  { name: 'Cite and embed', address: ({ finding }) => `/findings/${finding}`, act: press('Cite and embed') },
  {
    name: 'Search and commands',
    address: () => '/',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search and commands' }).fill('L1H2');
      await page.getByRole('dialog').getByRole('option').first().waitFor();
    },
  },
  {
    name: 'Keyboard shortcuts',
    address: () => '/',
    act: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
];

/** The first result stands beside the form; on phones it is folded, and the button shows that the pairs have been checked. */
async function awaitFirstResult(page: Page): Promise<void> {
  const effects = page.getByRole('list', { name: 'Largest effects' });
  const run = page.getByRole('button', { name: 'Run', exact: true, disabled: false });
  await (page.viewportSize()!.width < 800 ? run : effects).waitFor();
}

/** Pastes prompts in the format of auto-circuit. */
async function importPairs(page: Page): Promise<void> {
  await press('Import pairs')(page);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(JSON.stringify({ prompts: PROMPTS }));
  await dialog.getByRole('region', { name: 'First pairs as read' }).waitFor();
}

async function composeFigure(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'View and export Residual stream' }).click();
  await page.getByRole('menuitem', { name: 'Figure for a paper' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Two columns').click();
  await dialog.getByRole('img').first().waitFor();
}
