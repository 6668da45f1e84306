/**
 * The walk through the site that README.md shows: from the front page to a claim that somebody else has confirmed.
 *
 * `WALK_THROUGH=docs/walk-through npx playwright test e2e/walk-through.spec.ts` takes its pictures again.
 */
import path from 'node:path';
import type { Page } from '@playwright/test';
import { choosePreset } from './actions';
import { expect, testWithSite, waitForHydration } from './site';

const test = testWithSite();

const { WALK_THROUGH } = process.env;

/** Takes a picture of what the window shows, once nothing fades any more. */
async function takePicture(page: Page, name: string): Promise<void> {
  if (WALK_THROUGH === undefined) return;
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(WALK_THROUGH, `${name}.png`), animations: 'disabled' });
}

test('leads from the front page to a confirmed claim', async ({ page, browser, site }) => {
  test.setTimeout(180_000);
  const size = { width: 1280, height: 800 };
  await page.setViewportSize(size);
  await page.goto(site.url);
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.getByRole('article').getByText('succeeded')).toHaveCount(0);
  await takePicture(page, '1-gallery');

  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Indirect object identification');
  const panel = page.getByRole('complementary', { name: 'This run' });
  await expect(panel.getByRole('list', { name: 'Largest effects' })).toBeVisible();
  await takePicture(page, '2-new-run');
  await page
    .getByRole('heading', { name: 'What to patch' })
    .evaluate((heading) => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 24));
  await takePicture(page, '3-what-to-patch');

  await panel.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  await expect(page.getByRole('application', { name: /^Residual stream: / })).toBeVisible();
  await page.mouse.move(0, 0);
  await takePicture(page, '4-run');

  const heads = page.getByRole('application', { name: /^Head output \(z\): / });
  await heads.focus();
  // The head with the largest effect, L1H2.
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await expect(page).toHaveURL(/cell=HEAD_Z%3A1%3A2/);
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('L1H2');
  await heads.scrollIntoViewIfNeeded();
  await takePicture(page, '5-inspector');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('Head L1H2 moves the name');
  await dialog
    .getByLabel('Text')
    .fill('Patching `z` of [[L1H2]] alone restores half of the logit difference.');
  await dialog.getByRole('button', { name: 'Add a claim' }).click();
  await dialog.getByRole('combobox', { name: 'Statement 1', exact: true }).fill('z[1.2] > 0.4');
  await expect(dialog.getByText('supported')).toBeVisible();
  await page.keyboard.press('Tab');
  await takePicture(page, '6-publish');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Head L1H2 moves the name' })).toBeVisible();

  const colleague = waitForHydration(await (await browser.newContext({ viewport: size })).newPage());
  await colleague.goto(page.url());
  await colleague.getByRole('button', { name: 'Replicate' }).click();
  await expect(colleague.getByText('same numbers')).toBeVisible();
  await expect(colleague.getByRole('link', { name: /supported/ })).toHaveCount(2);
  await colleague.evaluate(() => scrollTo(0, 0));
  await takePicture(colleague, '7-finding');
  await colleague.context().close();
});
