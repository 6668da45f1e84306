/** A run on a whole prompt set, of which the bundled model cannot use every pair. */
import { expectAccessible } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite();

const CREATE = 'mutation ($input: CreatePromptSetInput!) { createPromptSet(input: $input) { id } }';
const RUN =
  'query ($id: ID!) { run(id: $id) { pairCount unusable { given counts { count } pairs(first: 200) { index message } } } }';

test('leaves out the pairs of a set that the model cannot use, and lists them on the page of the run', async ({
  page,
  site,
}) => {
  const input = { name: 'IOI', visibility: 'PUBLIC', family: { family: 'ioi', seed: 3, count: 100 } };
  const { id } = (await site.graphql(CREATE, { input })).data.createPromptSet;
  await page.goto(`${site.url}/runs/new?set=${id}`);
  await page.getByLabel('Use the whole set: 100 pairs').check();
  const offer = page.getByRole('button', { name: /^Use the \d+ usable pairs$/ });
  await expect(page.getByText(/^\d+ of 100 pairs cannot be used in this run: /)).toBeVisible();
  await expect(page.getByText('1 problem to fix')).toBeVisible();
  // The rows have the tokens of their own pairs.
  await expect(page.getByText('one token', { exact: true }).first()).toBeVisible();
  const usable = Number(/\d+/.exec((await offer.textContent())!)![0]);
  await offer.click();
  const leftOut = new RegExp(`^${100 - usable} of 100 pairs left out: `);
  await expect(page.getByText(leftOut)).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByText('1 problem to fix')).toBeHidden();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL(/\/runs\/(?!new)/);
  await page.getByText(leftOut).click();
  const list = page.getByRole('region', { name: 'Pairs that the model cannot use' });
  await expect(list.getByRole('row')).toHaveCount(100 - usable + 1);
  const { run } = (await site.graphql(RUN, { id: page.url().split('/').at(-1) }, await readCookie(page)))
    .data;
  expect(run).toMatchObject({ pairCount: usable, unusable: { given: 100 } });
  for (const [at, { index, message }] of run.unusable.pairs.slice(0, 3).entries())
    await expect(list.getByRole('row').nth(at + 1)).toContainText(`${index + 1}${message}`);
  await expectAccessible(page);
});

/** The cookies of the browser, as a header. */
async function readCookie(page: { context(): { cookies(): Promise<{ name: string; value: string }[]> } }) {
  return (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
}
