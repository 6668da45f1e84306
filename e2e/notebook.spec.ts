/** Both experiments of the notebook in the browser, from the form to a published finding. */
import { readFile } from 'node:fs/promises';
import { choosePreset, executeQuery, expectAccessible, publish } from './actions';
import { expect, testWithSite, waitForHydration, watchOrigins } from './site';

const test = testWithSite();
test.describe.configure({ mode: 'serial' });

test('the first visit shows two findings that this machine computed', async ({ page, site }) => {
  const origins = watchOrigins(page);
  await page.goto(site.url);
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.getByRole('article').getByText('patchbay-mini').first()).toBeVisible();
  await expectAccessible(page);
  expect([...origins]).toEqual([site.url]);
});

test('indirect objects from the form to the gallery', async ({ page, site }) => {
  // The longest path through the site, with five exported pictures.
  test.setTimeout(300_000);
  const origins = watchOrigins(page);
  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Indirect object identification');
  await expect(page.getByRole('button', { name: 'Pair 8', exact: true })).toBeVisible();
  await expect(page.getByText(/Mean logit difference \d\.\d+ clean/)).toBeVisible();
  const first = page.getByRole('group', { name: 'Pair 1', exact: true });
  await expect(first.getByTitle(/position 11/)).toHaveCount(2);
  await expect(first.getByText('one token')).toHaveCount(2);
  await expectAccessible(page);
  await page.getByLabel('Compute again even if stored').check();
  await page.getByRole('button', { name: 'Run', exact: true }).click();

  await expect(page.getByTestId('status')).toHaveText('succeeded');
  for (const title of [
    'Residual stream',
    'Attention output',
    'MLP output',
    'Head output (z)',
    'Queries',
    'Keys',
    'Values',
    'Attention pattern',
  ]) {
    await expect(
      page.getByRole('application', { name: new RegExp(`^${title.replaceAll(/[()]/g, '\\$&')}: `) }),
    ).toBeVisible();
  }
  await page.getByRole('button', { name: /^✓ \d+ checks passed$/ }).click();
  for (const check of ['self-patch', 'full patch', 'before first difference']) {
    await expect(page.getByText(`✓ ${check}`).first()).toBeVisible();
  }
  await page.keyboard.press('Escape');

  // The notebook's finding: at layer 0 all information is at the second subject, position 11.
  const heatmap = page.getByRole('application', { name: /^Residual stream: / });
  await heatmap.focus();
  for (let step = 0; step < 11; step++) await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/layer 0 at ·John… 11: \+1\.000/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/cell=RESID_PRE%3A0%3A11/);
  await page.reload();
  await expect(
    page.getByRole('complementary', { name: 'Inspector' }).getByText('layer 0 at ·John… 11'),
  ).toBeVisible();

  // The cell of a head shows its clean and corrupted attention and their difference.
  await page.getByRole('application', { name: /^Head output/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('application', { name: /^L0H1, clean − corrupted/ })).toBeVisible();

  for (const [name, type] of [
    ['View and export Residual stream', 'SVG'],
    ['View and export Residual stream', 'PNG'],
    ['Export all of Heads', 'SVG'],
    ['Export attention of all top heads', 'SVG'],
    ['Export Largest value by layer', 'PNG'],
  ] as const) {
    // The menu of the last figure fades out.
    await expect(page.getByRole('menu')).toHaveCount(0);
    await page.getByRole('button', { name, exact: true }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: `Save as ${type}` }).click();
    expect((await download).suggestedFilename()).toMatch(new RegExp(`^.+-.+\\.${type.toLowerCase()}$`));
    const bytes = await readFile(await (await download).path());
    expect(bytes.length).toBeGreaterThan(1000);
    expect(bytes.subarray(0, 4).toString('latin1')).toBe(type === 'SVG' ? '<?xm' : '\u0089PNG');
  }

  await page.getByText('Change', { exact: true }).click();
  await expect(page).toHaveURL(/view=change/);
  await page.getByRole('button', { name: 'View and export Residual stream' }).click();
  await page.getByRole('menuitem', { name: 'Show as a table' }).click();
  await expect(page.getByRole('region', { name: 'Residual stream, as a table' })).toBeVisible();
  await expectAccessible(page);

  await publish(page, 'Names move by hand', 'Head [[L1H0]] and *others* move it.');
  await page.getByRole('link', { name: 'L1H0', exact: true }).click();
  await expect(page).toHaveURL(/cell=HEAD_Z:1:0/);
  await expect(
    page.getByRole('complementary', { name: 'Inspector' }).getByText('L1H0', { exact: true }),
  ).toBeVisible();
  // The cell is in view, and comes into view again after scrolling away.
  await expect(page.locator('[data-pinned-cell]')).toBeInViewport();
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.getByRole('link', { name: 'L1H0', exact: true }).click();
  await expect(page.locator('[data-pinned-cell]')).toBeInViewport();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Gallery' }).click();
  await expect(page.getByRole('article')).toHaveCount(3);
  await page.getByLabel('Search findings by words or results').fill('by hand, resid 0 @ 11 > 0.9');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByLabel('Search findings by words or results').fill('resid 0 @ 11 < 0.1');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing matches.')).toBeVisible();
  expect([...origins]).toEqual([site.url]);
});

test('facts with the top predictions of both prompts', async ({ page, site }) => {
  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Facts');
  await page.getByRole('button', { name: 'Top predictions' }).click();
  const pair = page.getByRole('group', { name: 'Pair 1', exact: true });
  const tables = pair.getByRole('table').filter({ hasText: 'probability' });
  await expect(tables.nth(0).getByRole('row').nth(1)).toContainText('·president');
  await expect(tables.nth(1).getByRole('row').nth(1)).toContainText('·ghosts');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  // The result is stored already: the visitor gets a copy, which can be published.
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  await expect(page.getByRole('link', { name: 'Read the finding' })).toHaveCount(0);
  await expect(page.getByRole('application', { name: /^MLP output: / })).toBeVisible();
  await publish(page, 'Facts by hand', 'The word decides.');
});

test('every page fits on a phone, in light and dark', async ({ browser, site }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = waitForHydration(
      await browser.newPage({ viewport: { width: 380, height: 800 }, colorScheme }),
    );
    for (const path of ['/', '/runs', '/runs/new?preset=ioi', '/findings/names-move-by-hand', '/nowhere']) {
      await page.goto(site.url + path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${path} in ${colorScheme}`).toBeLessThanOrEqual(380);
    }
    await page.close();
  }
});

test('the API explorer answers', async ({ page, site }) => {
  const origins = watchOrigins(page);
  await page.goto(`${site.url}/api/graphql`);
  await expect(page.locator('.graphiql-query-editor')).toContainText('findings');
  await executeQuery(page, /Facts\sby\shand/);
  expect([...origins]).toEqual([site.url]);
});
