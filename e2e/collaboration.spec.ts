/** An author, a colleague and a stranger in three browsers: each sees what the others do, while the pages stay open. */
import type { Browser, Locator, Page } from '@playwright/test';
import { choosePreset, expectAccessible, setColorScheme } from './actions';
import { expect, testWithSite, waitForHydration, type Site } from './site';

// Otherwise the first account would be an administrator.
const test = testWithSite({ SEED_GALLERY: '0', ADMINISTRATORS: 'somebody@example.org' });

const PASSWORD = 'correct horse battery';

async function openBrowser(browser: Browser): Promise<Page> {
  return waitForHydration(await (await browser.newContext()).newPage());
}

async function signUp(page: Page, site: Site, name: string): Promise<void> {
  await page.goto(`${site.url}/sign-up?next=/account`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText(`You sign in as ${name.toLowerCase()}@example.org.`)).toBeVisible();
}

/** The formula of the text is drawn, and the amounts beside it are text. */
async function expectFormula(place: Locator): Promise<void> {
  const formula = place.locator('math');
  await expect(formula).toHaveAttribute('alttext', 'x^T W_E W_U');
  await expect(formula.locator('msub').first()).toBeVisible();
  await expect(place.locator('p', { hasText: '$5 and $10' })).toBeVisible();
}

const unread = (page: Page, count: number) =>
  expect(page.getByRole('link', { name: `Notifications, ${count} unread` })).toBeVisible();

test('a finding is published, forked, refuted, discussed and replicated, and its author sees it live', async ({
  page: author,
  browser,
  site,
}) => {
  await signUp(author, site, 'Ann');
  await author.goto(`${site.url}/runs/new`);
  await choosePreset(author, 'Indirect object identification');
  await author.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(author.getByTestId('status')).toHaveText('succeeded');
  const run = author.url().split('?')[0]!;

  // Nobody else can open it before it is published.
  const colleague = await openBrowser(browser);
  await signUp(colleague, site, 'Ben');
  expect((await colleague.goto(run))?.status()).toBe(404);

  await author.getByRole('button', { name: 'Publish' }).click();
  const publishing = author.getByRole('dialog');
  await publishing.getByLabel('Title').fill('Names move');
  await publishing.getByLabel('Text').fill('Heads move names by $x^T W_E W_U$, for $5 and $10.');
  await publishing.getByRole('tab', { name: 'Preview' }).click();
  await expectFormula(publishing);
  await publishing.getByRole('tab', { name: 'Write' }).click();
  await publishing.getByRole('button', { name: 'Add a claim' }).click();
  await publishing.getByRole('combobox', { name: 'Statement 1', exact: true }).fill('ld.clean > 0');
  await expect(publishing.getByText('supported')).toBeVisible();
  await author.keyboard.press('Tab');
  await publishing.getByRole('button', { name: 'Publish' }).click();
  await expect(author.getByRole('heading', { level: 1, name: 'Names move' })).toBeVisible();
  await expectFormula(author.getByRole('main'));
  const finding = author.url();

  // The colleague forks it with one pair less, and attaches the fork's run against it.
  await colleague.goto(finding);
  await colleague.getByRole('link', { name: 'Fork', exact: true }).click();
  await colleague.getByRole('button', { name: 'Remove pair 1', exact: true }).click();
  await colleague.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(colleague.getByTestId('status')).toHaveText('succeeded');
  const fork = colleague.url().split('?')[0]!;
  expect(fork).not.toBe(run);
  await colleague.goto(finding);
  await colleague.getByRole('button', { name: 'Attach a run' }).click();
  const attaching = colleague.getByRole('dialog');
  await attaching.getByRole('combobox', { name: 'Run' }).fill(fork);
  await colleague.getByRole('listbox', { name: 'Run' }).getByRole('option').first().click();
  await attaching.getByText('It refutes the finding').click();
  await attaching.getByLabel('Note').fill('Not without the first pair.');
  await attaching.getByRole('button', { name: 'Attach' }).click();
  await expect(attaching).toHaveCount(0);
  await unread(author, 1);
  const attached = author.getByRole('list', { name: 'Attached runs' });
  await expect(attached).toContainText('Refutes by Ben');
  await expect(attached).toContainText('Not without the first pair.');

  // A comment on a cell, which the author's heatmap then marks.
  const plot = colleague.getByRole('application', { name: /^Head output \(z\): / });
  await plot.focus();
  await colleague.keyboard.press('ArrowRight');
  await colleague.keyboard.press('Enter');
  await colleague.getByRole('button', { name: 'Comment on this cell' }).click();
  await colleague.getByLabel(/^New comment on the /).fill('Does **this** head copy?');
  await colleague.getByRole('button', { name: 'Comment', exact: true }).click();
  const threads = author.getByRole('list', { name: 'Threads' });
  await expect(threads).toContainText('Does this head copy?');
  await unread(author, 2);
  await expectAccessible(colleague);

  // The stranger is a guest, replicates, and keeps the replication in a new account.
  const stranger = await openBrowser(browser);
  await stranger.goto(finding);
  await stranger.getByRole('button', { name: 'Replicate' }).click();
  await expect(stranger.getByText('same numbers')).toBeVisible();
  await expect(attached).toContainText('same numbers');
  await unread(author, 3);
  await signUp(stranger, site, 'Cleo');
  await stranger.goto(finding);
  await expect(stranger.getByRole('list', { name: 'Attached runs' })).toContainText('Replication by Cleo');

  await author.getByRole('link', { name: 'Notifications, 3 unread' }).click();
  await expect(author.getByRole('main')).toContainText('Ben');
  await expect(author.getByRole('main')).toContainText('Names move');
  await expectAccessible(author);
  await setColorScheme(author, 'dark');
  await expectAccessible(author, { colorsOnly: true });
  await colleague.context().close();
  await stranger.context().close();
});
