/** The pages that read and trace a run's prompts: their numbers are those of the API, and their addresses keep what is shown. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite();

const PAIRS = [
  {
    clean: 'When John and Mary went to the shops, John gave the bag to',
    corrupted: 'When John and Mary went to the shops, Mary gave the bag to',
    correct: ' Mary',
    incorrect: ' John',
  },
];
const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const plot = (page: Page, name: string) => page.getByRole('application', { name: new RegExp(`^${name}: `) });

/** Downloads a file; its button is disabled until the result is complete. */
async function save(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  return readFile(await (await download).path(), 'utf8');
}

test('attribution adds up to the logit difference, and the lens ends with the prediction', async ({
  page,
  site,
}) => {
  const { data } = await site.graphql(CREATE, {
    input: { model: 'patchbay-mini', pairs: PAIRS, sweeps: ['HEAD_Z'], visibility: 'UNLISTED' },
  });
  await page.goto(`${site.url}/runs/${data.createRun.id}`);
  await page.getByRole('link', { name: 'Attribution and logit lens' }).click();
  const answer = await site.graphql(
    `query ($pairs: [PromptPairInput!]!) {
      attribution(model: "patchbay-mini", pairs: $pairs) { heads }
      intervene(input: { model: "patchbay-mini", pairs: $pairs, sites: [{ site: Z, layer: 0 }] }) { results { source } }
    }`,
    { pairs: PAIRS },
  );
  const total: number = answer.data.intervene.results[0].source[0];
  const shares = page.getByRole('region', { name: 'Direct logit attribution' });
  await expect(shares).toContainText(`Logit difference: +${total.toFixed(3)}`);
  const heads = plot(page, 'Shares of the logit difference');
  await heads.focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  const share: number = answer.data.attribution.heads[0][1][2];
  await expect(page.getByTestId('read').filter({ hasText: 'L1H2' })).toContainText(
    Math.abs(share).toFixed(3),
  );
  await expect(page).toHaveURL(/head=L1H2/);
  await expect(page.getByRole('heading', { name: 'Share of L1H2 by source position' })).toBeVisible();

  const lens = page.getByRole('region', { name: 'Logit lens' });
  await expect(lens.getByRole('row').last().getByRole('cell').last()).toContainText('·Mary');
  await lens.getByText('Rank', { exact: true }).click();
  await expect(lens.getByRole('row').last().getByRole('cell').last()).toHaveText('·Mary0');
  await page.reload();
  await expect(lens.getByRole('row').last().getByRole('cell').last()).toHaveText('·Mary0');
  await expectAccessible(page);
  const shown = JSON.parse(await save(page, 'Save as JSON: Direct logit attribution')) as {
    shown: { total: number };
  };
  expect(shown.shown.total).toBeCloseTo(total, 4);
  expect(await save(page, 'Save as notebook: Logit lens')).toContain('check_lens');
});

test('a trace restores windows of layers in a run with noise', async ({ page, site }) => {
  const { data } = await site.graphql(CREATE, {
    input: { model: 'patchbay-mini', pairs: PAIRS, sweeps: ['HEAD_Z'], visibility: 'UNLISTED' },
  });
  await page.goto(`${site.url}/runs/${data.createRun.id}/tracing`);
  await page.getByLabel('Samples').fill('2');
  await page.getByLabel('Layers together').fill('2');
  await page.getByRole('button', { name: /^Trace/ }).click();
  const residual = plot(page, 'Residual stream');
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await residual.focus();
  // From layers 0–1 at position 0 to layers 2–3 at the last position: all that the logits depend on is restored.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  const readOut = page.getByTestId('read').filter({ hasText: /^layers 2–3 at/ });
  await expect(readOut).toContainText('+1.000');
  await page.getByText('Interaction', { exact: true }).click();
  await page.reload();
  await expect(page).toHaveURL(/samples=2&layers=2&trace=1&show=interaction/);
  await expect(plot(page, 'MLP output')).toBeVisible();
  await expectAccessible(page);
  const csv = await save(page, 'Save as CSV: Causal tracing');
  // Three sites, three windows of two layers, 14 positions and BOS.
  expect(csv.split('\n').filter((line) => /^[A-Z]/.test(line))).toHaveLength(3 * 3 * 15);
});
