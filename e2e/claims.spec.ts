/** Claims of a finding: written with completions, judged, replicated by somebody else, and opened at their cell. */
import { choosePreset, expectAccessible, setColorScheme } from './actions';
import { expect, testWithSite, waitForHydration } from './site';

const test = testWithSite();

test('a claim is judged while it is written, published, and judged again on a replication', async ({
  page,
  browser,
  site,
}) => {
  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Indirect object identification');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('succeeded');

  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('A head with a claim');
  await dialog.getByLabel('Text').fill('It is tested.');
  await dialog.getByRole('button', { name: 'Add a claim' }).click();
  const first = dialog.getByRole('combobox', { name: 'Statement 1', exact: true });
  await first.fill('z[1.');
  // Completed by cells of this run.
  await page
    .getByRole('option', { name: /^z\[1\.\d\]$/ })
    .first()
    .click();
  await first.fill(`${await first.inputValue()} >`);
  await expect(dialog.getByText(/A value is expected here/)).toBeVisible();
  await first.fill(`${(await first.inputValue()).replace(' >', '')} > -9`);
  await expect(dialog.getByText('supported')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add a claim' }).click();
  await dialog.getByRole('combobox', { name: 'Statement 2', exact: true }).fill('ld.clean < -9');
  await expect(dialog.getByText('refuted')).toBeVisible();
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'A head with a claim' })).toBeVisible();

  const table = page.getByRole('table', { name: 'Claims by runs' });
  await expect(table.getByRole('row', { name: /z\[1\.\d\] > -9 .*supported/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /ld\.clean < -9 .*refuted/ })).toBeVisible();
  await expectAccessible(page);
  await setColorScheme(page, 'dark');
  await expectAccessible(page, { colorsOnly: true });

  const stranger = waitForHydration(await (await browser.newContext()).newPage());
  await stranger.goto(page.url());
  await stranger.getByRole('button', { name: 'Replicate' }).click();
  await expect(stranger.getByText('same numbers')).toBeVisible();
  await expect(stranger.getByRole('columnheader', { name: /^Replication, / })).toBeVisible();
  await expect(stranger.getByRole('link', { name: /supported/ })).toHaveCount(2);
  await stranger
    .getByRole('link', { name: /supported/ })
    .last()
    .click();
  await expect(stranger).toHaveURL(/\/runs\/[\w-]+\?cell=HEAD_Z:1:\d/);
  await stranger.goto(site.url);
  await expect(stranger.getByTitle('Claims: 1 supported, 1 refuted')).toBeVisible();
  await expect(stranger.getByText('replicated 1×')).toBeVisible();
  await stranger.context().close();
});
