/** A model from its installation to a finding on it, and the finding after the model was removed. */
import { mkdtemp, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFakeHub } from '../server/testing/fake-hub';
import { expectAccessible } from './actions';
import { expect, testWithSite } from './site';

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-install-'));
const hub = await startFakeHub({ 'somebody/mini': path.join('models', 'patchbay-mini') });
const test = testWithSite({ MODELS_DIR: folder, HF_ENDPOINT: hub.url });
test.afterAll(() => hub.close());

test.describe.configure({ mode: 'serial' });

test('an administrator installs a model: progress, interruption and resumption', async ({ page, site }) => {
  await page.goto(site.administratorAddress);
  await page.goto(`${site.url}/models`);
  const installable = page.getByRole('region', { name: 'Models to install' });
  for (const id of ['gpt2', 'distilgpt2', 'gpt2-medium', 'gpt2-large', 'gpt2-xl']) {
    await expect(installable.getByRole('article', { name: id, exact: true })).toBeVisible();
  }
  const other = page.getByLabel('Another GPT-2 model from the hub');
  await other.fill('nonsense');
  await page.locator('form').getByRole('button', { name: 'Install' }).click();
  await expect(page.getByText(/There is no model 'nonsense' to install/)).toBeVisible();

  hub.misbehave = () => ({ rate: 1e6 });
  await other.fill('somebody/mini');
  await page.locator('form').getByRole('button', { name: 'Install' }).click();
  const mini = installable.getByRole('article', { name: 'somebody--mini' });
  await expect(mini.getByText(/\d+%, .* of 4\.\d MB/)).toBeVisible();
  await mini.getByRole('button', { name: 'Cancel' }).click();
  await expect(mini.getByText(/of an unfinished download are kept/)).toBeVisible();
  await page.reload();
  await expect(mini.getByText(/of an unfinished download are kept/)).toBeVisible();
  hub.misbehave = () => ({});
  await mini.getByRole('button', { name: 'Resume' }).click();
  const installed = page.getByRole('region', { name: 'Installed models' });
  await expect(installed.getByRole('article', { name: 'somebody--mini' })).toBeVisible();

  await installable.getByRole('article', { name: 'gpt2', exact: true }).getByRole('button').click();
  await expect(installable.getByText(/has no openai-community\/gpt2, .* HF_ENDPOINT/)).toBeVisible();
  await expectAccessible(page);
});

test('a model is compared with its published values', async ({ page, site }) => {
  await page.goto(site.administratorAddress);
  await page.goto(`${site.url}/models`);
  const mini = page.getByRole('article', { name: 'patchbay-mini' });
  await mini.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(mini.getByTestId('verification')).toHaveText('verified');
  await expect(mini.getByText(/27\/27 published values match, (\d+)\/\1 self-checks pass/)).toBeVisible();
  await mini.getByRole('button', { name: 'Show values' }).click();
  await expect(mini.getByRole('row', { name: /HEAD_Z L1H2 0\.5571 0\.5571.* matches/ })).toBeVisible();
  await expect(page.getByRole('article', { name: 'somebody--mini' }).getByTestId('verification')).toHaveCount(
    0,
  );
});

test("one click publishes the notebook's findings on the model, in addition to those on the bundled model", async ({
  page,
  site,
}) => {
  await page.goto(site.administratorAddress);
  await page.goto(`${site.url}/models`);
  const mini = page.getByRole('article', { name: 'somebody--mini' });
  await expect(async () => {
    // On a slow machine the first click can happen before the page is interactive.
    await mini.getByRole('button', { name: /Publish the notebook/ }).click();
    await expect(mini.getByRole('status')).toContainText(/experiment 1, experiment 2/, { timeout: 5000 });
  }).toPass();
  const finding = page.getByRole('link', { name: /Indirect objects.*\(somebody--mini\)/ });
  await expect(async () => {
    await page.goto(`${site.url}/?model=somebody--mini`);
    await expect(finding).toBeVisible({ timeout: 1000 });
  }).toPass();
  await finding.click();
  await page.getByRole('link', { name: 'Side by side with the bundled model' }).click();
  const facts = page.getByRole('table', { name: 'How the two runs differ' });
  await expect(facts.getByRole('row', { name: /Model/ })).toContainText(/patchbay-mini.*somebody--mini/);
  // The same weights under another name give the same numbers.
  await expect(page.getByTestId('largest-difference')).toHaveText('All cells have the same values.');
  await expect(page.getByRole('application', { name: /^B − A: / }).first()).toBeVisible();
  await expectAccessible(page);
});

test('a finding and the details of its cells are shown after its model was removed', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}/?model=somebody--mini`);
  const address = await page
    .getByRole('link', { name: /Indirect objects.*\(somebody--mini\)/ })
    .getAttribute('href');
  await rename(path.join(folder, 'somebody--mini'), path.join(folder, '.away'));
  await page.goto(site.url + address!);
  await page
    .getByRole('link', { name: /^L\dH\d$/ })
    .first()
    .click();
  const predictions = page.getByRole('region', { name: 'Predictions under this patch' });
  await expect(predictions.getByText('Patched', { exact: true })).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Attention of the top heads' }).getByRole('application'),
  ).toHaveCount(4);
  await expect(page.getByText(/There is no model/)).toHaveCount(0);
  const { data } = await site.graphql('{ models { id } }');
  expect(data.models).toEqual([{ id: 'patchbay-mini' }]);
});

test('visitors can neither install nor verify models', async ({ page, site }) => {
  // All requests of these tests come from this machine, which gives no rights.
  await page.goto(`${site.url}/models`);
  await expect(page.getByText(/open the administrator address that npm start printed/)).toBeVisible();
  await expect(page.getByRole('main').getByRole('button', { name: /Install|Verify|Publish/ })).toHaveCount(0);
  const { errors } = await site.graphql('mutation { installModel(id: "gpt2") { id } }');
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});
