/** A run of both directions and several metrics: the form, the controls of the page, and the address that holds the view. */
import { choosePreset, expectAccessible, setColorScheme, showToAnyoneWithLink } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite();
test.describe.configure({ mode: 'serial' });

let run = '';

test('both directions and three metrics are chosen in the form', async ({ page, site }) => {
  await page.goto(`${site.url}/runs/new`);
  const direction = page.getByRole('radiogroup', { name: 'Direction' });
  await expect(direction.getByRole('radio', { name: 'Both' })).toBeChecked();
  // A preset is the notebook's experiment: one direction and the logit difference.
  await choosePreset(page, 'Facts');
  await expect(direction.getByRole('radio', { name: 'Denoising' })).toBeChecked();
  await direction.getByText('Both', { exact: true }).click();
  await page.getByText('Metrics: Logit difference').click();
  await page.getByRole('checkbox', { name: /^Probability of the correct answer/ }).check();
  await page.getByRole('checkbox', { name: /^Rank of the correct answer/ }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  await expect(
    page.getByRole('heading', { level: 1, name: 'Facts, 1 pair, patchbay-mini: denoising and noising' }),
  ).toBeVisible();
  await showToAnyoneWithLink(page);
  run = page.url();
});

test('direction, metric and values are controls, and all are in the address', async ({ page }) => {
  await page.goto(run);
  const heatmap = page.getByRole('application', { name: /^Residual stream: / });
  const readOut = page.getByTestId('read').filter({ hasText: /^layer 0 at / });
  await heatmap.focus();
  // The first position at which the prompts differ; earlier ones are not computed.
  for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await expect(readOut).toHaveText(/, logit difference −?\d+\.\d{3}$/);

  await page.getByRole('radiogroup', { name: 'Direction' }).getByText('Noising', { exact: true }).click();
  await expect(page).toHaveURL(/direction=noising/);

  await page.getByRole('combobox', { name: 'Metric' }).click();
  await page.getByRole('option', { name: 'Probability of the correct answer', exact: true }).click();
  await expect(page).toHaveURL(/metric=prob/);
  await expect(readOut).toHaveText(/, probability of the correct answer \d\.\d{3}$/);
  await page.getByRole('radiogroup', { name: 'Values shown' }).getByText('Raw p', { exact: true }).click();
  await expect(page).toHaveURL(/view=value/);
  // A probability has no sign.
  await expect(readOut).toHaveText(/^layer 0 at .*: \d\.\d{3}$/);

  await page.reload();
  await expect(page.getByRole('radio', { name: 'Noising', exact: true })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Raw p', exact: true })).toBeChecked();
  await expect(page.getByRole('combobox', { name: 'Metric' })).toHaveValue(
    'Probability of the correct answer',
  );
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByText(/^correct .*: rank\s\d+, [\d.e-]+%$/)).toHaveCount(3);

  // A rank has no recovery, so nothing can be judged by it.
  await page.getByRole('combobox', { name: 'Metric' }).click();
  await page.getByRole('option', { name: 'Rank of the correct answer', exact: true }).click();
  await expect(page).toHaveURL(/metric=rank/);
  await expect(page.getByRole('radio', { name: 'Sufficient / necessary' })).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Recovery' })).toBeDisabled();
});

test('the map of sufficient and necessary cells has a threshold and a reading', async ({ page }) => {
  await page.goto(`${run}?cell=RESID_PRE:0:2`);
  await page.getByRole('radiogroup', { name: 'Values shown' }).getByText('Sufficient / necessary').click();
  await expect(page).toHaveURL(/view=roles/);
  await expect(page.getByRole('note')).toContainText('Heimersheim and Nanda 2024');
  await expect(page.getByRole('group', { name: /^Colours: / }).first()).toHaveText(
    /^neithersufficientnecessaryboth/,
  );
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /: (neither|sufficient|necessary|both), denoising recovery / }),
  ).toBeVisible();
  await page.getByRole('textbox', { name: 'Threshold of recovery' }).fill('0.8');
  await expect(page).toHaveURL(/threshold=0.8/);
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Threshold of recovery' })).toHaveValue(/0\.8$/);
  await setColorScheme(page, 'dark');
  await expectAccessible(page, { colorsOnly: true });
});
