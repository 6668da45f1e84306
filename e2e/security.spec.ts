/** Security in the browser: host names, headers, content policy, administrators. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { choosePreset, executeQuery, publish } from './actions';
import { expect, testWithSite, waitForHydration, watchOrigins, type Site } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });

/** Status, headers and text of the response to a request for any host name. */
function askFor(
  site: Site,
  host: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: http.IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(site.url + path, { headers: { host, ...headers } }, (response) => {
      let text = '';
      response.on('data', (data: Buffer) => (text += data.toString()));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
    });
    request.on('error', reject);
  });
}

/** Collects the errors in the console of a page. */
function watchComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    const text = message.text();
    // The browser reports a page that is not found as a resource that failed to load.
    if (message.type() === 'error' && !text.includes('status of 404')) complaints.push(text);
  });
  return complaints;
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page runs with its content policy, ${colorScheme}`, async ({ browser, site }) => {
    test.setTimeout(240_000);
    const page = waitForHydration(await browser.newPage({ colorScheme }));
    const complaints = watchComplaints(page);
    const origins = watchOrigins(page);
    await page.goto(`${site.url}/runs/new`);
    await choosePreset(page, 'Facts');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(page.getByTestId('status')).toHaveText('succeeded');
    const run = page.url();
    for (const path of [
      '/',
      '/runs',
      '/models',
      '/account',
      '/compare',
      '/nothing',
      '/runs/nothing',
      '/runs/%ff',
    ]) {
      await page.goto(site.url + path);
      await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
      // The inline script of the colour scheme and the scripts of the site have run.
      await expect(page.locator('html'), path).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    }
    await page.goto(`${run}?cell=RESID_PRE:1:3`);
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
    await page.goto(`${site.url}/api/graphql`);
    await expect(page.getByRole('button', { name: /Execute query/ })).toBeVisible();
    await executeQuery(page, '"findings"');
    expect(complaints).toEqual([]);
    expect([...origins]).toEqual([site.url]);
    await page.close();
  });
}

test('every response has its security headers', async ({ site }) => {
  const pages = ['/', '/runs', '/models', '/account', '/nothing', '/runs/%ff', '/icon.svg'];
  const text = await (await fetch(site.url)).text();
  const asset = /\/_next\/static\/[^"]+\.js/.exec(text)![0];
  for (const path of [...pages, asset, '/api/graphql?query=%ff', '/api/%ff']) {
    const { headers } = await fetch(site.url + path);
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('x-frame-options'), path).toBe('DENY');
    expect(headers.get('referrer-policy'), path).toBe('same-origin');
    expect(headers.get('content-security-policy'), path).toMatch(/frame-ancestors 'none'/);
  }
  // Every kind of response: pages, errors, the explorer, feeds, files and the API.
  const explorer = { accept: 'text/html' };
  for (const [path, headers] of [
    ...['/findings/nothing', '/collections/nothing', '/people/nothing', '/heads/gpt9/0/0', '/import'].map(
      (page) => [page, {}] as const,
    ),
    ['/graphiql', {}],
    ['/api/graphql', explorer],
    ['/feeds/tags/nothing.xml', {}],
    ['/findings/nothing/feed.xml', {}],
    ['/findings/nothing/preview.png', {}],
    ['/admin?token=x', {}],
    ['/embed', {}],
    ['/embed/nothing', {}],
    ['/embed/findings/a/b', {}],
    ['/embed/findings/%ff', {}],
    ['/api/oembed?url=x', {}],
    ['/api/auth/get-session', {}],
    ['/api/nothing', {}],
  ] as const) {
    const response = await fetch(site.url + path, { headers, redirect: 'manual' });
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy, path).toMatch(/frame-ancestors 'none'/);
    expect(policy, path).toMatch(/default-src 'none'|script-src 'self' 'nonce-[^']+';/);
    expect(policy.replace(/style-src [^;]*/, ''), path).not.toMatch(/unsafe|\*/);
    expect(response.headers.get('x-frame-options'), path).toBe('DENY');
  }
  // Only the pages for frames may be framed; they have no scripts.
  const embedded = await fetch(`${site.url}/embed/findings/nothing`);
  expect(embedded.headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
  );
  expect(embedded.headers.get('x-frame-options')).toBeNull();
  expect(await embedded.text()).not.toMatch(/<script/i);
  const nonces = [];
  for (const path of ['/', '/']) {
    const { headers } = await fetch(site.url + path);
    const policy = headers.get('content-security-policy')!;
    expect(/script-src [^;]*/.exec(policy)![0]).not.toMatch(/unsafe|\*|http/);
    expect(policy).toMatch(/default-src 'self';.*object-src 'none'.*base-uri 'self'; form-action 'self'/);
    expect(headers.get('cache-control')).toMatch(/no-store/);
    nonces.push(/'nonce-([^']+)'/.exec(policy)![1]);
  }
  expect(new Set(nonces).size).toBe(2);
  const api = await fetch(`${site.url}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ viewer { id } }"}',
  });
  expect(api.headers.get('cache-control')).toBe('no-store');
  expect((await fetch(site.url + asset)).headers.get('cache-control')).toMatch(/immutable/);
});

test('requests for other host names and invalid requests are refused', async ({ site }) => {
  const query = '/api/graphql?query=%7Bviewer%7Bid%7D%7D';
  const json = { 'content-type': 'application/json' };
  for (const path of [
    '/',
    '/models',
    '/icon.svg',
    query,
    '/api/graphql/stream',
    '/admin',
    '/_next/static/x.js',
  ]) {
    const { status, headers, text } = await askFor(site, 'evil.example', path, json);
    expect(status, path).toBe(421);
    expect(headers['content-type'], path).toMatch(/^text\/plain/);
    expect(text, path).toMatch(/^This site does not answer to the name 'evil\.example'.*ALLOWED_HOSTS/);
    expect(headers['set-cookie'], path).toBeUndefined();
  }
  for (const host of ['localhost:3000', '127.0.0.1', '[::1]:8080']) {
    expect((await askFor(site, host, '/models')).status, host).toBe(200);
    expect((await askFor(site, host, query, json)).status, host).toBe(200);
  }
  for (const path of [
    '/runs/%ff',
    '/findings/%ff',
    '/%ff',
    '/runs/%E0%A4%A',
    '/runs/%',
    '/findings/%c0%ae',
  ]) {
    const { status, text } = await askFor(site, 'localhost', path);
    expect(status, path).toBe(404);
    expect(text, path).toMatch(/Page not found/);
  }
  expect((await askFor(site, 'localhost', '/?search=%ff')).status).toBe(200);
  expect((await askFor(site, 'localhost', '/api/graphql?query=%ff', json)).status).toBe(400);
});

test('no other site can show a page in a frame, except those for frames', async ({ page, site }) => {
  const other = http.createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<h1>Win a prize</h1><iframe src="${site.url}/models" width="800" height="600"></iframe>`);
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const refused = page.waitForEvent('console', (message) => /frame/i.test(message.text()));
  await page.goto(`http://localhost:${(other.address() as AddressInfo).port}`);
  expect((await refused).text()).toMatch(/frame-ancestors|X-Frame-Options/);
  await expect(page.frameLocator('iframe').getByText('patchbay-mini')).toHaveCount(0);
  await page.evaluate((url) => {
    document.querySelector('iframe')!.src = url;
  }, `${site.url}/embed/findings/nothing`);
  await expect(page.frameLocator('iframe').getByText(/no such finding/i)).toBeVisible();
  other.close();
});

test('a finding loads nothing from other hosts, whatever its text contains', async ({ page, site }) => {
  const elsewhere: string[] = [];
  const other = http.createServer((request, response) => {
    elsewhere.push(request.url!);
    response.end();
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = `localhost:${(other.address() as AddressInfo).port}`;
  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Facts');
  await page.getByLabel('Compute again even if stored').check();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  const claim = `A claim. ![a](http://${address}/a.png) ![b](//${address}/b.png) ![c][d]\n\n[d]: http://${address}/c.png`;
  await publish(page, 'A finding with images', claim);
  await expect(page.getByText('A claim.')).toBeVisible();
  await page.waitForLoadState('networkidle');
  // If a picture passed the text filter, the policy would block it.
  const reported = page.waitForEvent('console', (message) => message.text().includes('img-src'));
  await page.evaluate((source) => {
    const image = new Image();
    image.src = source;
    document.body.append(image);
  }, `http://${address}/d.png`);
  await reported;
  expect(elsewhere).toEqual([]);
  other.close();
});

test('the administrator address makes an administrator, and its token is not kept', async ({
  browser,
  site,
}) => {
  const context = await browser.newContext();
  const page = waitForHydration(await context.newPage());
  const secret = new URL(site.administratorAddress).searchParams.get('token')!;
  const visited: string[] = [];
  page.on('request', (request) => visited.push(`${request.url()} ${JSON.stringify(request.headers())}`));
  await page.goto(`${site.url}/models`);
  const install = page
    .getByRole('region', { name: 'Models to install' })
    .getByRole('button', { name: 'Install' });
  await expect(page.getByText(/open the administrator address that npm start printed/)).toBeVisible();
  await expect(install).toHaveCount(0);

  const wrong = await page.goto(`${site.url}/admin?token=${secret}x`);
  expect(wrong!.status()).toBe(403);
  visited.length = 0;
  await page.goto(site.administratorAddress);
  await expect(page).toHaveURL(`${site.url}/administration`);
  await expect(page.getByRole('table', { name: 'Engines' })).toContainText('local');
  expect(await page.content()).not.toContain(secret);
  await page.goto(`${site.url}/models`);
  await expect(install.first()).toBeVisible();
  expect(visited.filter((request) => request.includes(secret))).toHaveLength(1);
  expect(await page.content()).not.toContain(secret);
  const cookie = (await context.cookies()).find(({ name }) => name === 'patchbay_administrator')!;
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  expect(cookie.value).not.toContain(secret);
  // It is valid after a restart of the site.
  await site.restart();
  await page.reload();
  await expect(install.first()).toBeVisible();
  await context.close();
});
