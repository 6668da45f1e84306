/** A run whose answers of several tokens are read as a whole, from the refusal in the form to the page of the run. */
import { expectAccessible } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite();

test('offers to read an answer of several tokens as a whole, and says on the page of the run what was read', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}/runs/new`);
  await page.getByLabel('Clean prompt').fill('When Mary and John went to the store, John gave a drink to');
  await page
    .getByLabel('Corrupted prompt')
    .fill('When Mary and John went to the store, Mary gave a drink to');
  await page.getByLabel('Correct answer', { exact: true }).fill(' Mary and John');
  await page.getByLabel('Incorrect answer', { exact: true }).fill(' John');
  await expect(page.getByText(/must be one token/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use the first token' })).toBeVisible();
  await page.getByRole('button', { name: 'Read it as a whole' }).click();
  await expect(page.getByText('3 tokens, read as a whole')).toBeVisible();
  await expect(page.getByLabel('Read answers of several tokens as a whole')).toBeChecked();
  await expect(page.getByText(/Each token is computed by itself: up to 3 pairs of prompts/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL(/\/runs\/(?!new)/);
  await expect(page.getByText(/Answers of several tokens are read as a whole/)).toBeVisible();
  await expect(page.getByText(/answers read as a whole: ‘ Mary and John’ is 3 tokens/).first()).toBeVisible();
  await expect(page.getByRole('heading', { name: /Residual stream/ }).first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${page.url().split('?')[0]}/attribution`);
  await expect(page.getByText(/Direct logit attribution and the logit lens read one token/)).toBeVisible();
});
