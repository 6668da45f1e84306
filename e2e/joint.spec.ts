/** Cells that are selected on a run's page and patched together; the address gives the same numbers again. */
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, setColorScheme } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite();
test.describe.configure({ mode: 'serial' });

const plot = (page: Page, name: string): Locator =>
  page.getByRole('application', { name: new RegExp(`^${name.replaceAll(/[()]/g, '\\$&')}: `) });

const pair = (clean: string, from: string, to: string) => ({
  clean: `${clean}, ${from} gave the bag to`,
  corrupted: `${clean}, ${to} gave the bag to`,
  correct: ` ${to}`,
  incorrect: ` ${from}`,
});
const INPUT = {
  model: 'patchbay-mini',
  pairs: [
    pair('When John and Mary went to the shops', 'John', 'Mary'),
    pair('When Tom and Mary went to the park', 'Tom', 'Mary'),
    pair('When Tom and James went to the park', 'James', 'Tom'),
  ],
  sweeps: ['RESID_PRE', 'HEAD_Z'],
  metrics: ['LOGIT_DIFF', 'RANK'],
  visibility: 'UNLISTED',
};

let run = '';
let address = '';

test('cells of two heatmaps are patched together, and the address shows the same numbers', async ({
  page,
  site,
}) => {
  const created = await site.graphql(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input: INPUT },
  );
  run = `${site.url}/runs/${created.data.createRun.id}`;
  await page.goto(run);
  await expect(page.getByTestId('status')).toHaveText('succeeded');

  // By keyboard: the first position at which the prompts differ.
  const residual = plot(page, 'Residual stream');
  await residual.focus();
  for (let step = 0; step < 10; step++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+Enter');
  const bar = page.getByRole('region', { name: 'Selected cells' });
  await expect(bar).toContainText(/^1 cell selected: resid 0 @ 10/);

  // A rectangle with Shift: the heads 0 and 1 of layers 1 and 2.
  const cells = plot(page, 'Head output (z)').getByTestId('cells');
  await cells.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const { x, y, width, height } = (await cells.boundingBox())!;
  await page.keyboard.down('Shift');
  await page.mouse.move(x + width / 8, y + (3 * height) / 8);
  await page.mouse.down();
  await page.mouse.move(x + (3 * width) / 8, y + (5 * height) / 8, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(bar).toContainText('5 cells selected: resid 0 @ 10, L1H0 z, L1H1 z, L2H0 z, L2H1 z');

  // A click while cells are being selected, and the largest ones of a heatmap.
  await page.getByRole('button', { name: 'Select cells', exact: true }).click();
  await cells.click({ position: { x: width / 8, y: (3 * height) / 8 } });
  await expect(bar).toContainText('4 cells selected: resid 0 @ 10, L1H1 z, L2H0 z, L2H1 z');
  await page.getByRole('button', { name: 'Select the top 5 cells of Head output (z)' }).click();
  await expect(page).toHaveURL(/select=RESID_PRE%3A0%3A10%2CHEAD_Z%3A1%3A1/);
  await bar.getByRole('button', { name: 'Patch together' }).click();

  const panel = page.getByRole('article', { name: 'Joint patch' });
  const effects = panel.getByRole('table', { name: 'Joint effect in each metric' });
  await expect(effects.getByRole('row')).toHaveCount(3);
  await expect(panel.getByRole('table', { name: 'Single and joint effects' })).toContainText(
    /Joint effect[+−]\d\.\d{3}Interaction[+−]\d\.\d{3}/,
  );
  await expect(panel.getByRole('region', { name: 'Predictions under this joint patch' })).toContainText(
    '·Mary',
  );
  await expectAccessible(page);
  const numbers = await effects.innerText();

  await expect(page).toHaveURL(/[?&]joint=/);
  address = page.url();
  await page.goto(run);
  await expect(page.getByRole('table', { name: 'Stored joint patches' }).getByRole('row')).toHaveCount(2);
  await page.goto(address);
  await expect(effects).toHaveText(/./);
  expect(await effects.innerText()).toBe(numbers);
  await expect(bar).toContainText(/cells selected: resid 0 @ 10, L1H1 z/);
});

test('controls are computed from other prompts, and say which pairs have no donor', async ({ page }) => {
  await page.goto(address);
  const panel = page.getByRole('article', { name: 'Joint patch' });
  await panel.getByRole('button', { name: 'Add: same answer' }).click();
  const controls = panel.getByRole('table', { name: 'Controls of this joint patch' });
  await expect(controls).toContainText('Pair 3 has no such donor and was not patched.');
  await panel.getByRole('button', { name: 'Add: random other prompt' }).click();
  await expect(controls.getByRole('row')).toHaveCount(3);
  await expect(panel.getByRole('table', { name: 'Joint effect on each prompt' })).toContainText('no donor');
  await setColorScheme(page, 'dark');
  await page.setViewportSize({ width: 380, height: 800 });
  await expectAccessible(page, { colorsOnly: true });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
