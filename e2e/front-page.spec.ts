/** The front page: its picture shows what the API computes, or a stored result; filters compose; the introduction can be hidden. */
import type { Page } from '@playwright/test';
import { expectAccessible, setColorScheme } from './actions';
import { expect, testWithSite, type Site } from './site';

const test = testWithSite();

const PAIR = {
  clean: 'The White House is where the',
  corrupted: 'The Haunted House is where the',
  correct: ' president',
  incorrect: ' ghosts',
};
const LAYERS = 4;
const POSITIONS = 7;

/** Waits until the findings of the notebook are published. */
test.beforeAll(async ({ site }) => {
  await expect
    .poll(async () => (await site.graphql('{ findingFilters { total } }')).data.findingFilters.total, {
      timeout: 120_000,
    })
    .toBe(2);
});

/** What the picture must say: recovery of every patch, with a sign and three decimals, from the API. */
async function computeRecoveries(site: Site): Promise<string[]> {
  const sites = Array.from({ length: LAYERS * POSITIONS }, (_, index) => ({
    site: 'RESID_PRE',
    layer: Math.floor(index / POSITIONS),
    position: index % POSITIONS,
  }));
  const { data, errors } = await site.graphql(
    'query ($input: InterveneInput!) { intervene(input: $input) { results { base source singles } } }',
    { input: { model: 'patchbay-mini', pairs: [PAIR], sites } },
  );
  expect(errors).toBeUndefined();
  const { base, source, singles } = data.intervene.results[0] as {
    base: number[];
    source: number[];
    singles: number[][];
  };
  return singles.map(([value]) => writeEffect((value! - base[0]!) / (source[0]! - base[0]!)));
}

function writeEffect(value: number): string {
  const text = Math.abs(value).toFixed(3);
  if (Number(text) === 0) return text;
  return value < 0 ? `−${text}` : `+${text}`;
}

/** What the picture says. */
async function readRecoveries(page: Page): Promise<string[]> {
  const labels = await page
    .getByRole('gridcell')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')!));
  return labels.map((label) => label.slice(label.lastIndexOf(': ') + 2));
}

test('the picture shows what the API computes, and moves with the pointer and the arrow keys', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await expect(page.getByText(/^Computed now by patchbay-mini: 28 patched runs in \d+ ms\./)).toBeVisible();
  const expected = await computeRecoveries(site);
  expect(await readRecoveries(page)).toEqual(expected);
  // The patch of the word that decides restores the whole answer.
  await page.getByRole('gridcell', { name: 'layer 0, ·White' }).hover();
  await expect(page.getByText('100% recovered')).toBeVisible();
  await page.getByRole('gridcell', { name: 'layer 0, ·White' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('gridcell', { name: 'layer 0, ·House' })).toBeFocused();
  await expect(page.getByText('0% recovered')).toBeVisible();
  await page.getByRole('button', { name: 'A name' }).click();
  await expect(page.getByText(/^Computed now by patchbay-mini: 64 patched runs/)).toBeVisible();
});

test('without an answer of the engine the picture is a stored result, and it needs no script', async ({
  browser,
  page,
  site,
}) => {
  await page.route('**/api/graphql', (route) => route.abort());
  await page.goto(site.url);
  await expect(page.getByText('The engine did not answer: No answer from the server.')).toBeVisible();
  // Stored as float32 of the same engine.
  const expected = await computeRecoveries(site);
  expect(await readRecoveries(page)).toEqual(expected);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(site.url);
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText(/decide its next word/);
  const cell = plain.getByRole('gridcell', { name: 'layer 0, ·White' });
  expect(await cell.getAttribute('aria-label')).toBe(`layer 0, ·White: ${expected[2]}`);
  await context.close();
});

test('filters compose with the search, and the address holds them', async ({ page, site }) => {
  await page.goto(site.url);
  const cards = page.getByRole('article');
  await expect(cards).toHaveCount(2);
  const heights = await cards.evaluateAll((all) => all.map((card) => card.getBoundingClientRect().height));
  expect(new Set(heights).size).toBe(1);
  await page.getByRole('combobox', { name: 'Kind of sweep' }).selectOption({ label: 'Head output (z) (1)' });
  await expect(page).toHaveURL(/\?kind=head_z$/);
  await expect(cards).toHaveCount(1);
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('notebook');
  await expect(page).toHaveURL(/tag=notebook&kind=head_z/);
  await page.getByRole('combobox', { name: 'Search findings by words or results' }).fill('white house');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(page.getByText('Nothing matches.')).toBeVisible();
  await page.goto(`${site.url}/?verdict=refuted`);
  await expect(page.getByText('Nothing matches.')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Verdict on a claim' })).toHaveValue('refuted');
});

test('the introduction can be hidden for good, and shown again', async ({ page, site }) => {
  await page.goto(site.url);
  await page.getByRole('button', { name: 'Hide this introduction' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('grid')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the introduction' }).click();
  await expect(page.getByRole('grid')).toBeVisible();
});

test('nothing moves while it loads, and axe finds nothing in its picture', async ({ page, site }) => {
  await page.addInitScript(() => {
    const seen = window as unknown as { shift: number };
    seen.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.shift += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(site.url);
  await expect(page.getByText(/^Computed now by/)).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBeLessThan(0.02);
  for (const scheme of ['light', 'dark'] as const) {
    await setColorScheme(page, scheme);
    await expectAccessible(page, { colorsOnly: scheme === 'dark' });
  }
});
