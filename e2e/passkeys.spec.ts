/** Passkeys with a virtual authenticator of the browser: added, used instead of the password, refused after removal. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });

/** Browsers allow passkeys for host names only, so the site is opened under one. */
const underName = (url: string): string => url.replace('127.0.0.1', 'localhost');

/** Gives the browser an authenticator that confirms everything. */
async function addAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function signUp(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/sign-up?next=/account`);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText(`You sign in as ${name.toLowerCase()}@example.org.`)).toBeVisible();
  // The list is read after hydration; the form works then.
  await expect(page.getByText('You have no passkey.')).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
}

test('a passkey is added, signs in and is removed', async ({ page, site }) => {
  const url = underName(site.url);
  await addAuthenticator(page);
  await signUp(page, url, 'Ann');
  await page.getByLabel('Name of a new passkey').fill('Laptop');
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await expect(page.getByRole('list', { name: 'Passkeys' })).toContainText('Laptop');
  await expectAccessible(page);
  await signOut(page);

  const useIt = page.getByRole('button', { name: 'Sign in with a passkey' });
  await page.goto(`${url}/sign-in?next=/account`);
  await useIt.click();
  await expect(page.getByText('You sign in as ann@example.org.')).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Ann' })).toBeVisible();

  await page.getByRole('button', { name: 'Remove the passkey Laptop' }).click();
  await expect(page.getByText('You have no passkey.')).toBeVisible();
  await signOut(page);
  await page.goto(`${url}/sign-in?next=/account`);
  await useIt.click();
  await expect(page.getByRole('alert').filter({ hasText: 'No account has this passkey' })).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});

test('under an IP address the page says why no passkey can be added', async ({ page, site }) => {
  await addAuthenticator(page);
  await signUp(page, site.url, 'Ben');
  await expect(page.getByText('browsers refuse it for an IP address')).toBeVisible();
  await page.getByLabel('Name of a new passkey').fill('Laptop');
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'host name' })).toBeVisible();
});
