/** The page of paths: a receiver by a click, its address, and all edges from the request to the ranking. */
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite();
test.describe.configure({ mode: 'serial' });

const pair = (name: string, other: string) => ({
  clean: `When ${name} and ${other} went to the shops, ${name} gave the bag to`,
  corrupted: `When ${name} and ${other} went to the shops, ${other} gave the bag to`,
  correct: ` ${other}`,
  incorrect: ` ${name}`,
});
const PAIRS = [pair('John', 'Mary'), pair('Tom', 'James')];
const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const plot = (page: Page, name: string): Locator =>
  page.getByRole('application', { name: new RegExp(`^${name}: `) });
const readOut = (page: Page, text: RegExp | string): Locator =>
  page.getByTestId('read').filter({ hasText: text });

/** Clicks the middle of a cell of a heatmap of 4 layers by 4 heads. */
async function clickCell(heatmap: Locator, layer: number, head: number): Promise<void> {
  const cells = heatmap.getByTestId('cells');
  const { width, height } = (await cells.boundingBox())!;
  await cells.click({ position: { x: ((head + 0.5) * width) / 4, y: ((layer + 0.5) * height) / 4 } });
}

let address = '';

test('a head that is clicked becomes the receiver, and its values are those of the API', async ({
  page,
  site,
}) => {
  const input = { model: 'patchbay-mini', pairs: PAIRS, sweeps: ['HEAD_Z'], visibility: 'UNLISTED' };
  const { data } = await site.graphql(CREATE, { input });
  address = `${site.url}/runs/${data.createRun.id}/paths`;
  await page.goto(address);
  await clickCell(plot(page, 'Each head to the logits'), 2, 1);
  await expect(page).toHaveURL(/to=L2H1$/);
  const queries = plot(page, 'Each head to the queries of L2H1');
  await expect(queries).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Path', exact: true })).toContainText('L2H1');
  await expectAccessible(page);

  const sites = [0, 1].flatMap((layer) => [0, 1, 2, 3].map((head) => ({ site: 'Z', layer, head })));
  const path = { receivers: [{ site: 'Q', layer: 2, head: 1 }] };
  const answer = await site.graphql(
    'query ($input: InterveneInput!) { intervene(input: $input) { results { base source singles } } }',
    { input: { model: 'patchbay-mini', pairs: PAIRS, sites, path } },
  );
  const [{ base, source, singles }] = answer.data.intervene.results;
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  // L1H2 is the sixth sender.
  const recovery = (mean(singles[6]) - mean(base)) / (mean(source) - mean(base));
  const text = `${Math.abs(recovery).toFixed(3)}, logit difference`;

  await page.reload();
  await queries.focus();
  // Down to layer 1, then right to head 2.
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await expect(readOut(page, /^L1H2: /)).toContainText(text);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/to=L2H1\.q%7EL1H2$/);
  await page.goBack();
  await expect(queries).toBeVisible();
});

test('all edges are planned, computed and ranked', async ({ page }) => {
  await page.goto(address);
  await page.getByRole('button', { name: 'Plan all 288 edges' }).click();
  await expect(page.getByText(/^About .* floating point operations/)).toBeVisible();
  await page.getByRole('button', { name: 'Compute all edges' }).click();
  await expect(page).not.toHaveURL(address);
  await expect(page.getByText('288 edges; 3 of 3 layers of receivers are computed.')).toBeVisible();
  const table = page.getByRole('table', { name: 'Strongest of all edges' });
  await expect(table.getByRole('row')).toHaveCount(21);
  await table.getByRole('button').nth(1).click();
  await expect(page).toHaveURL(/edges=to%3AL\dH\d/);
  await expectAccessible(page);
});
