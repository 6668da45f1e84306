/** A circuit of a run: chosen, evaluated, shared by its address, and stored. */
import type { BrowserContext } from '@playwright/test';
import { choosePreset, expectAccessible, setColorScheme, showToAnyoneWithLink } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite();
test.describe.configure({ mode: 'serial' });

let run = '';
/** Of the run's owner. */
let cookies: Parameters<BrowserContext['addCookies']>[0] = [];

test('a circuit is chosen on the grid and as text, evaluated, and shared by its address', async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Indirect object identification');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  await showToAnyoneWithLink(page);
  run = page.url();
  cookies = await page.context().cookies();

  await page.goto(`${run}/circuits`);
  const grid = page.getByRole('table', { name: 'Nodes of the circuit' });
  await grid.getByRole('button', { name: 'L1H2', exact: true }).click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByLabel('Nodes', { exact: true })).toHaveValue('L1H2, L2H2');
  await page.getByLabel('Nodes', { exact: true }).fill('L1H2, 2.2, mlp 0, mlp 9');
  await expect(page.getByText('No such node: mlp 9')).toBeVisible();
  await expect(grid.getByRole('button', { name: 'MLP 0' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Choose top nodes' }).click();
  await expect(page.getByText('8 of 20 nodes in the circuit.')).toBeVisible();
  await page.getByLabel('Ablated to').selectOption('ZERO');
  await page.getByRole('button', { name: 'Evaluate the circuit' }).click();

  const faithfulness = page.getByTestId('faithfulness');
  await expect(faithfulness).toHaveText(/^−?\d+\.\d{3}$/);
  await expect(page.getByText(/heads and MLPs outside of the circuit are set to zero/)).toBeVisible();
  await expect(page.getByText(/^CPR −?\d+\.\d{3}, CMD \d+\.\d{3}/)).toBeVisible();
  await expect(page.getByText(/^Mean \|circuit − model\| \d/)).toBeVisible();
  // Charts are loaded when they come into view.
  const minimality = page.getByRole('region', { name: 'Minimality' });
  await minimality.scrollIntoViewIfNeeded();
  await expect(minimality.getByText(/L\dH\d|MLP \d/).first()).toBeVisible();
  await expectAccessible(page);

  const value = await faithfulness.textContent();
  await page.goto(page.url());
  await expect(faithfulness).toHaveText(value!);
  await setColorScheme(page, 'dark');
  await expectAccessible(page, { colorsOnly: true });
});

test('a circuit is stored with its results, shown again, and deleted', async ({ page }) => {
  await page.context().addCookies(cookies);
  await page.goto(`${run}/circuits?nodes=L1H2,L2H2,MLP 0&show=evaluate`);
  const faithfulness = page.getByTestId('faithfulness');
  await expect(faithfulness).toHaveText(/^−?\d+\.\d{3}$/);
  const value = await faithfulness.textContent();
  await page.getByLabel('Name of the circuit').fill('Name movers');
  await page.getByRole('button', { name: 'Save the circuit' }).click();
  const stored = page.getByRole('region', { name: 'Stored circuits' });
  await expect(stored.getByText(/^3 nodes: MLP 0, L1H2, L2H2\. Faithfulness/)).toContainText(value!);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(faithfulness).toHaveCount(0);
  await stored.getByRole('button', { name: 'Show “Name movers”' }).click();
  await expect(faithfulness).toHaveText(value!);
  await expect(page.getByText(/^CPR −?\d+\.\d{3}/)).toBeVisible();
  await stored.getByRole('button', { name: 'Delete “Name movers”' }).click();
  await page.getByRole('button', { name: 'Delete the circuit', exact: true }).click();
  await expect(stored).toHaveCount(0);
});

test('a circuit of edges is typed, corrected, evaluated, and shared by its address', async ({ page }) => {
  await page.goto(`${run}/circuits`);
  await page.getByLabel('Circuit of').selectOption('EDGES');
  await page.getByLabel('What can be ablated').selectOption('HEADS');
  await page
    .getByLabel('Edges', { exact: true })
    .fill('L1H1>L2H0.Q, a1.h2->a2.h0<v>, L0H0>L1H0.K, L2H0>L1H0.K');
  await expect(page.getByText('No such edge in this scope: L2H0>L1H0.K')).toBeVisible();
  await page.getByRole('button', { name: 'Remove L0H0→L1H0.K' }).click();
  await expect(page.getByText('2 of 288 edges in the circuit (0.694%).')).toBeVisible();
  await expect(page.getByLabel('Name of the circuit')).toBeVisible();
  await page.getByRole('button', { name: 'Evaluate the circuit' }).click();
  const faithfulness = page.getByTestId('faithfulness');
  await expect(faithfulness).toHaveText(/^−?\d+\.\d{3}$/);
  await expect(
    page.getByText(/edges between heads \(all others are present\) outside of the circuit/),
  ).toBeVisible();
  const value = await faithfulness.textContent();
  await page.goto(page.url());
  await expect(faithfulness).toHaveText(value!);
  await expect(page.getByRole('group', { name: 'Edges of the circuit' })).toContainText('L1H2→L2H0.V');
});
