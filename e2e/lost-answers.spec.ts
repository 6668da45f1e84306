/** Requests that the server has carried out and whose answers never reach the browser. */
import type { Page } from '@playwright/test';
import { choosePreset } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite({});

/** Carries the next request with an operation out, past the cookies of the browser, and cuts its answer. */
async function loseAnswer(page: Page, operation: string): Promise<{ readonly keys: string[] }> {
  const keys: string[] = [];
  await page.route('**/api/graphql', async (route, request) => {
    const { operationName, query } = request.postDataJSON() as { operationName?: string; query: string };
    if (operationName !== operation && !query.includes(`mutation ${operation}`)) return route.continue();
    const headers = await request.allHeaders();
    keys.push(headers['idempotency-key']!);
    if (keys.length > 1) return route.continue();
    for (const name of Object.keys(headers))
      if (/^:|^host$|^content-length$/.test(name)) delete headers[name];
    const answer = await fetch(request.url(), { method: 'POST', headers, body: request.postData() });
    expect((await answer.json()) as object).not.toHaveProperty('errors');
    return route.abort('connectionreset');
  });
  return { keys };
}

test('a visitor whose comment got no answer sends it again, and it is stored once', async ({
  page,
  site,
}) => {
  const readSlug = async (): Promise<string | undefined> =>
    (await site.graphql('{ findings(first: 1) { edges { node { slug } } } }')).data.findings.edges[0]?.node
      .slug;
  await expect.poll(readSlug, { timeout: 100_000 }).toBeDefined();
  const slug = await readSlug();
  await page.goto(`${site.url}/findings/${slug}`);
  const { keys } = await loseAnswer(page, 'AddComment');
  await page.getByLabel(/^New comment/).fill('Is this stored once?');
  const send = page.getByRole('button', { name: 'Comment', exact: true });
  await send.click();
  await expect(page.getByText(/Trying again is safe: nothing is stored twice/)).toBeVisible();
  const comments = `{ finding(slug: "${slug}") { commentCount } }`;
  expect((await site.graphql(comments)).data.finding.commentCount).toBe(1);
  await send.click();
  await expect(page.getByLabel('Threads').getByText('Is this stored once?')).toBeVisible();
  expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
  expect((await site.graphql(comments)).data.finding.commentCount).toBe(1);
  // The browser is the guest who wrote it.
  await expect(page.getByLabel('Threads').getByRole('button', { name: 'Edit' })).toBeVisible();
});

test('a run that got no answer is submitted again, and is stored once', async ({ page, site }) => {
  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Indirect object identification');
  const { keys } = await loseAnswer(page, 'CreateRun');
  const run = page.getByRole('button', { name: 'Run', exact: true });
  await run.click();
  await expect(page.getByText(/Trying again is safe: nothing is stored twice/)).toBeVisible();
  await run.click();
  await page.waitForURL(/\/runs\/(?!new)[\w-]+/);
  expect(keys[1]).toBe(keys[0]);
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'patchbay_guest')!;
  const mine = await site.graphql(
    '{ runs(mine: true, first: 10) { edges { node { id } } } }',
    {},
    `${cookie.name}=${cookie.value}`,
  );
  expect(mine.data.runs.edges).toHaveLength(1);
});
