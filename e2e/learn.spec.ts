/** /learn: each step shows what the API answers, works by keyboard, and falls back to stored values; words link to the glossary. */
import type { Page } from '@playwright/test';
import { expect, testWithSite, type Site } from './site';

const test = testWithSite();

const FACT = {
  clean: 'The White House is where the',
  corrupted: 'The Haunted House is where the',
  correct: ' president',
  incorrect: ' ghosts',
};
/** The doubled space is the notebook's. */
const NAME = {
  clean: 'When John and Mary went to the shops,  John gave the bag to',
  corrupted: 'When John and Mary went to the shops,  Mary gave the bag to',
  correct: ' Mary',
  incorrect: ' John',
};
const HEADS = 4;

test.beforeAll(async ({ site }) => {
  await expect
    .poll(async () => (await site.graphql('{ findingFilters { total } }')).data.findingFilters.total, {
      timeout: 120_000,
    })
    .toBe(2);
});

async function intervene(
  site: Site,
  input: object,
): Promise<{ base: number; source: number; singles: number[] }> {
  const { data, errors } = await site.graphql(
    'query ($input: InterveneInput!) { intervene(input: $input) { results { base source singles } } }',
    { input: { model: 'patchbay-mini', ...input } },
  );
  expect(errors).toBeUndefined();
  const { base, source, singles } = data.intervene.results[0];
  return { base: base[0], source: source[0], singles: singles.map(([value]: number[]) => value) };
}

const step = (page: Page, title: RegExp) => page.getByRole('region', { name: title });

test('predictions and logit differences are those of the API', async ({ page, site }) => {
  await page.goto(`${site.url}/learn`);
  const first = step(page, /A run turns a prompt/);
  await first.getByLabel('Prompt').fill('When John and Mary went to the shops, John gave the bag to');
  await page.keyboard.press('Enter');
  await expect(first.getByRole('status')).toHaveText(/^Computed now: one forward run/);
  const { data } = await site.graphql(
    '{ predict(model: "patchbay-mini", prompt: "When John and Mary went to the shops, John gave the bag to", top: 6) { token { text } probability } }',
  );
  const expected = (data.predict as { token: { text: string }; probability: number }[]).map(
    ({ token, probability }) => `${token.text.replaceAll(' ', '·')}${(100 * probability).toFixed(1)}%`,
  );
  await expect(first.getByRole('listitem')).toHaveText(expected);

  const pair = step(page, /isolate one question/);
  await pair.scrollIntoViewIfNeeded();
  await expect(pair.getByRole('status')).toHaveText(/^Computed now: two forward runs/);
  const { base, source } = await intervene(site, {
    pairs: [FACT],
    sites: [{ site: 'RESID_PRE', layer: 0, position: 0 }],
  });
  await expect(pair.getByText(`logit difference ${source.toFixed(2)}`)).toBeVisible();
  await expect(pair.getByText(`logit difference ${base.toFixed(2).replace('-', '−')}`)).toBeVisible();
});

test('one patch is computed for the cell that the arrow keys reach', async ({ page, site }) => {
  await page.goto(`${site.url}/learn#patch`);
  const patch = step(page, /A patch replaces one activation/);
  await expect(patch.getByRole('status')).toHaveText(/^Computed now: one patched run/);
  await patch.getByRole('gridcell', { name: /^layer 1, ·White/ }).focus();
  await page.keyboard.press('ArrowDown');
  const { base, source, singles } = await intervene(site, {
    pairs: [FACT],
    sites: [{ site: 'RESID_PRE', layer: 2, position: 2 }],
  });
  const recovery = (singles[0]! - base) / (source - base);
  await expect(
    patch.getByRole('gridcell', { name: `layer 2, ·White: +${recovery.toFixed(3)}`, exact: true }),
  ).toBeFocused();
  await expect(patch.getByRole('gridcell', { name: /not computed$/ })).toHaveCount(4 * 7 - 2);
});

test('heads, their parts and both directions are those of the API', async ({ page, site }) => {
  await page.goto(`${site.url}/learn#heads`);
  const heads = step(page, /where it looks or by what it moves/);
  await expect(heads.getByRole('status')).toHaveText(/^Computed now: 80 patched runs/);
  const sites = (activation: string): object[] =>
    Array.from({ length: 4 * HEADS }, (_, index) => ({
      site: activation,
      layer: Math.floor(index / HEADS),
      head: index % HEADS,
    }));
  for (const [part, activation] of [
    ['output z', 'Z'],
    ['keys k', 'K'],
    ['values v', 'V'],
  ] as const) {
    const values = await intervene(site, { pairs: [NAME], sites: sites(activation) });
    await expectGrid(page, `Recovery by patching: ${part}, by layer and head`, values);
  }
  const direction = step(page, /Denoising shows what suffices/);
  await direction.scrollIntoViewIfNeeded();
  await expect(direction.getByRole('status')).toHaveText(/^Computed now: 32 patched runs/);
  await expectGrid(
    page,
    'Recovery by patching: noising: corrupted into clean, by layer and head',
    await intervene(site, { pairs: [NAME], direction: 'NOISING', sites: sites('Z') }),
  );
});

/** Expects that a grid says the recovery of each patch, with three decimals. */
async function expectGrid(
  page: Page,
  name: string,
  { base, source, singles }: { base: number; source: number; singles: number[] },
): Promise<void> {
  const labels = await page
    .getByRole('grid', { name, exact: true })
    .getByRole('gridcell')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')!));
  const shown = labels.map((label) => Number(label.split(': ')[1]!.replace('−', '-').replace('+', '')));
  expect(shown).toHaveLength(singles.length);
  singles.forEach((value, index) => expect(shown[index]).toBeCloseTo((value - base) / (source - base), 3));
}

test('without an engine the steps show stored values and say so', async ({ page, site }) => {
  await page.route('**/api/graphql', (route) => route.abort());
  await page.goto(`${site.url}/learn#direction`);
  const direction = step(page, /Denoising shows what suffices/);
  await expect(direction.getByRole('status')).toHaveText(
    'Saved values of a finding. The engine did not answer: No answer from the server.',
  );
  await expect(direction.getByText('noising needs the engine')).toBeVisible();
  await expectGrid(
    page,
    'Recovery by patching: denoising: clean into corrupted, by layer and head',
    await intervene(site, {
      pairs: [NAME],
      sites: Array.from({ length: 16 }, (_, index) => ({
        site: 'Z',
        layer: Math.floor(index / 4),
        head: index % 4,
      })),
    }),
  );
});

test('a word shows its meaning and links to its entry of the glossary', async ({ page, site }) => {
  await page.goto(`${site.url}/learn`);
  const word = page.getByRole('link', { name: 'recovery', exact: true });
  await word.focus();
  await expect(page.getByRole('tooltip')).toContainText('1: the source run.');
  await word.press('Enter');
  await expect(page).toHaveURL(/\/learn\/glossary#recovery$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Glossary' })).toBeVisible();
  await expect(page.locator('#recovery')).toBeInViewport();
});
