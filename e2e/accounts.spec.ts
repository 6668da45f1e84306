/** Accounts: a guest signs up and keeps the run; the account is used in a second browser; a script acts by a token. */
import { choosePreset, expectAccessible } from './actions';
import { expect, testWithSite, waitForHydration } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });
test.describe.configure({ mode: 'serial' });

const EMAIL = 'ann@example.org';
const PASSWORD = 'correct horse battery';

test('a guest runs, signs up and keeps the run', async ({ page, site }) => {
  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Indirect object identification');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page).toHaveURL(/\/runs\/[\w-]{6,}/);
  const run = new URL(page.url()).pathname;

  await page.goto(`${site.url}/sign-up?next=/account`);
  await expect(page.getByText('The account keeps the runs')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Name').fill('Ann');
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill('12345678');
  await page.getByLabel('Name').fill('\u200b');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText('The name has invisible characters.')).toBeVisible();
  // Nothing that was typed is lost.
  await expect(page.getByLabel('E-mail')).toHaveValue(EMAIL);
  await page.getByLabel('Name').fill('Ann');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText(`You sign in as ${EMAIL}.`)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Sessions' }).getByText('this browser')).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${site.url}/runs?mine=1`);
  await expect(page.locator(`main a[href^="${run}"]`).first()).toBeVisible();
});

test('the owner signs in with a second browser, and out', async ({ browser, site }) => {
  const context = await browser.newContext();
  const page = waitForHydration(await context.newPage());
  await page.goto(`${site.url}/sign-in?next=/account`);
  await expectAccessible(page);
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill('wrong password');
  const signIn = page.getByRole('button', { name: 'Sign in', exact: true });
  await signIn.click();
  await expect(page.getByText('The address or the password is wrong.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await signIn.click();
  await expect(page.getByText(`You sign in as ${EMAIL}.`)).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Ann' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await context.close();
});

test("an access token lets a script act as the browser's user", async ({ page, site }) => {
  await page.goto(`${site.url}/account`);
  await expect(page.getByText('You have no identity yet.')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Name of a new token').fill('notebook');
  await page.getByRole('button', { name: 'Create token' }).click();
  const token = await page.getByLabel('Token', { exact: true }).inputValue();
  expect(token).toMatch(/^pb_/);
  await expect(page.getByText(/You are Guest/)).toBeVisible();
  await expectAccessible(page);

  const ask = async (query: string, bearer = token) => {
    const response = await fetch(`${site.url}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ query }),
    });
    return {
      status: response.status,
      cookie: response.headers.get('set-cookie'),
      ...(await response.json()),
    };
  };
  const { data, cookie } = await ask('{ viewer { id } }');
  await expect(page.getByText(data.viewer.id as string)).toBeVisible();
  expect(cookie).toBeNull();
  await page.reload();
  const row = page.getByRole('row', { name: /notebook/ });
  await expect(row).toContainText(/UTC.*UTC/);
  await expect(page.getByLabel('Token', { exact: true })).toHaveCount(0);

  await row.getByRole('button', { name: 'Revoke notebook' }).click();
  await row.getByRole('button', { name: 'Revoke “notebook”' }).click();
  await expect(page.getByRole('table')).toHaveCount(0);
  for (const bearer of [token, 'pb_wrong']) {
    const refused = await ask('{ viewer { id } }', bearer);
    expect(refused.status).toBe(401);
    expect(refused.errors[0]).toMatchObject({
      message: expect.stringMatching(/not valid/),
      extensions: { code: 'UNAUTHENTICATED' },
    });
  }
});
