/** A site without an engine shows stored results and says why it computes nothing. */
import { expect, testWithSite } from './site';

const test = testWithSite({ ENGINE_ENABLED: '0' });

test('pages work, and requests for the engine are refused with a reason', async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByText('Nothing has been published here yet.')).toBeVisible();
  await page.goto(`${site.url}/runs/new?preset=facts`);
  await expect(page.getByText(/runs without an engine/)).toBeVisible();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('alert').getByText(/Start it with ENGINE_ENABLED=1/)).toBeVisible();
  const { errors } = await site.graphql('{ predict(model: "patchbay-mini", prompt: "The") { logit } }');
  expect(errors?.[0]?.extensions.code).toBe('ENGINE_FAILED');
});
