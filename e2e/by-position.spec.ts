/** Heads by position from the form to a finding: the three views of a sweep with three axes, and a cell in each view. */
import type { Locator, Page } from '@playwright/test';
import { choosePreset, expectAccessible, publish, showToAnyoneWithLink } from './actions';
import { expect, testWithSite, waitForHydration } from './site';

const test = testWithSite();
test.describe.configure({ mode: 'serial' });

const BY_POSITION = ['Head output (z) by position', 'Attention pattern by destination'];
const plot = (page: Page, name: string): Locator =>
  page.getByRole('application', { name: new RegExp(`^${name.replaceAll(/[()]/g, '\\$&')}: `) });
const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Inspector' });
/** The text of a plot about its pinned cell. The tip at the pointer has the same text. */
const readOut = (page: Page, text: RegExp | string): Locator =>
  page.getByTestId('read').filter({ hasText: text });

/** Clicks the middle of a cell. */
async function clickCell(at: Locator, row: number, column: number, [rows, columns]: [number, number]) {
  const cells = at.getByTestId('cells');
  const { width, height } = (await cells.boundingBox())!;
  const position = { x: ((column + 0.5) * width) / columns, y: ((row + 0.5) * height) / rows };
  await cells.click({ position });
}

let run = '';

test('a sweep by layer, head and position is shown as a whole, by head and by position', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Indirect object identification');
  await expect(page.getByText(/Mean logit difference .*, about /)).toBeVisible();
  const group = page.getByRole('group', { name: 'Heads by position', exact: true });
  await expect(group.getByRole('checkbox')).toHaveCount(5);
  // The most expensive sweeps are not selected by default.
  for (const box of await group.getByRole('checkbox').all()) await expect(box).not.toBeChecked();
  for (const other of ['Residual stream, attention and MLP outputs', 'Heads']) {
    const boxes = page.getByRole('group', { name: other, exact: true }).getByRole('checkbox');
    for (const box of await boxes.all()) await box.uncheck();
  }
  for (const name of BY_POSITION) await group.getByRole('checkbox', { name }).check();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  await showToAnyoneWithLink(page);
  run = page.url();

  // All heads: a row for each of the 4 heads of 4 layers.
  for (const name of BY_POSITION) await expect(plot(page, name)).toBeVisible();
  const whole = plot(page, 'Head output (z) by position');
  await expect(whole).toHaveAccessibleName(/16 heads by 16 positions/);
  await clickCell(whole, 6, 15, [16, 16]);
  await expect(readOut(page, /^L1H2 at ·to 15: \+0\.[3-9]/)).toBeVisible();
  await expect(page).toHaveURL(/cell=HEAD_Z_BY_POS%3A1%3A2%3A15/);
  await expect(inspector(page).getByRole('heading', { name: 'L1H2 at ·to 15' })).toBeVisible();
  await expect(
    inspector(page).getByRole('table', { name: 'Effect on each prompt' }).getByRole('row'),
    // The head of the table, eight prompts and the mean.
  ).toHaveCount(10);
  await expect(inspector(page).getByRole('region', { name: 'Predictions under this patch' })).toContainText(
    '·Mary',
  );
  await expect(page.getByRole('application', { name: /^L1H2, clean − corrupted/ })).toBeVisible();
  await expectAccessible(page);

  // The head of the pinned cell, by layer and position.
  await page.getByText('One head', { exact: true }).click();
  await expect(page).toHaveURL(/slice=head%3A2/);
  const byHead = plot(page, 'Head output (z) by position, head 2');
  await expect(byHead).toHaveAccessibleName(/4 layers by 16 positions/);
  await byHead.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(inspector(page).getByRole('heading', { name: 'L1H2 at ·bag… 14' })).toBeVisible();
  await page.getByLabel('Head shown').selectOption('Head 1 of each layer');
  await expect(plot(page, 'Head output (z) by position, head 1')).toBeVisible();

  // One position: by layer and head.
  await page.getByText('One position', { exact: true }).click();
  await expect(plot(page, 'Head output (z) by position, at ·bag… 14')).toBeVisible();
  await page.getByLabel('Position shown').selectOption('·to 15');
  const atEnd = plot(page, 'Attention pattern by destination, at ·to 15');
  await expect(atEnd).toHaveAccessibleName(/4 layers by 4 heads/);
  await clickCell(atEnd, 1, 1, [4, 4]);
  await expect(page).toHaveURL(/cell=HEAD_PATTERN_BY_POS%3A1%3A1%3A15/);
  await expect(page).toHaveURL(/slice=position%3A15/);
  const read = await readOut(page, /^L1H1 at ·to 15: /).textContent();
  await page.reload();
  await expect(atEnd).toBeVisible();
  await expect(readOut(page, read!)).toBeVisible();
  await expect(inspector(page).getByRole('heading', { name: 'L1H1 at ·to 15' })).toBeVisible();
  await page.getByRole('button', { name: 'View and export Head output (z) by position' }).click();
  await page.getByRole('menuitem', { name: 'Show as a table' }).click();
  await expect(
    page
      .getByRole('region', { name: 'Head output (z) by position, at ·to 15, as a table' })
      .getByRole('cell'),
  ).toHaveCount(16);
  await expectAccessible(page);
});

test('cells have the right place and colour: blue for an effect, white for none', async ({ page }) => {
  await page.goto(run);
  await expect(plot(page, BY_POSITION[0]!)).toBeVisible();
  const red = (column: number, row: number): Promise<number> =>
    page
      .locator('canvas')
      .first()
      .evaluate(
        (canvas: HTMLCanvasElement, [x, y]) => canvas.getContext('2d')!.getImageData(x!, y!, 1, 1).data[0]!,
        [column, row],
      );
  await expect.poll(() => red(0, 0)).toBeGreaterThan(230);
  expect(await red(15, 6)).toBeLessThan(100);
});

test('both runs of a comparison show the same slice, which the address names', async ({ page, site }) => {
  const id = new URL(run).pathname.split('/').at(-1)!;
  await page.goto(`${site.url}/compare?a=${id}&b=${id}`);
  await page.getByText('One position', { exact: true }).click();
  const heads = page.getByRole('region', { name: 'Head output (z) by position' });
  await expect(heads.getByRole('application', { name: /, at ·to 15: / })).toHaveCount(3);
  await page.getByLabel('Position shown').selectOption('·John… 11');
  await expect(page).toHaveURL(new RegExp(`a=${id}&b=${id}&slice=position%3A11`));
  await page.reload();
  await expect(heads.getByRole('application', { name: /, at ·John… 11: / })).toHaveCount(3);
  await expect(page.getByTestId('largest-difference')).toHaveText('All cells have the same values.');
  await expectAccessible(page);
});

test('a finding about heads at a position is found by its numbers', async ({ page, site }) => {
  // The page's visitor is another user, who gets a copy of the run and may publish it.
  await page.goto(run);
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page).not.toHaveURL(run);
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  await publish(page, 'Heads by position', 'It is [[L1H2 p15]] that moves the name.');
  await page.getByRole('link', { name: 'L1H2 p15', exact: true }).click();
  await expect(page).toHaveURL(/cell=HEAD_Z_BY_POS:1:2:15/);
  await expect(inspector(page).getByRole('heading', { name: 'L1H2 at ·to 15' })).toBeVisible();

  await page.goto(`${site.url}/?search=${encodeURIComponent('by position, L1H2 @ 15 > 0.3')}`);
  const card = page.getByRole('article');
  await expect(card).toHaveCount(1);
  await expect(card).toContainText('L1H2 @ 15');
  await expect(card.getByRole('img', { name: 'Head output (z) by position, by layer' })).toBeVisible();
  await page.goto(`${site.url}/?search=${encodeURIComponent('L1H2 @ 15 < 0.1')}`);
  await expect(page.getByText('Nothing matches.')).toBeVisible();
});

test('every view fits on a phone', async ({ browser }) => {
  const page = waitForHydration(await browser.newPage({ viewport: { width: 380, height: 800 } }));
  for (const slice of ['', '&slice=head:2', '&slice=position:15']) {
    await page.goto(`${run}?cell=HEAD_Z_BY_POS:1:2:15${slice}`);
    await expect(readOut(page, /^L1H2 at ·to 15: /)).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, slice).toBeLessThanOrEqual(380);
  }
  await page.close();
});
