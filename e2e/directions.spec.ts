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

test('runs are tagged, found by words, and two of them are compared cell by cell', async ({ page, site }) => {
  const pair = (giver: string) => ({
    clean: `When John and Mary went to the shops, ${giver} gave the bag to`,
    corrupted: `When John and Mary went to the shops, ${giver === 'John' ? 'Mary' : 'John'} gave the bag to`,
    correct: giver === 'John' ? ' Mary' : ' John',
    incorrect: giver === 'John' ? ' John' : ' Mary',
  });
  let cookie = '';
  for (const pairs of [[pair('John')], [pair('Mary'), pair('John')]]) {
    const input = { model: 'patchbay-mini', pairs, sweeps: ['HEAD_Z'] };
    const created = await site.graphql(
      'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
      { input },
      cookie,
    );
    cookie ||= created.cookie!;
    const { id } = created.data.createRun;
    await expect
      .poll(async () => (await site.graphql(`{ run(id: "${id}") { status } }`, {}, cookie)).data.run.status)
      .toBe('SUCCEEDED');
  }
  const [name, ...value] = cookie.split('=');
  await page.context().addCookies([{ name: name!, value: value.join('='), url: site.url }]);

  await page.goto(`${site.url}/runs?mine=1`);
  const rows = page.getByRole('main').getByRole('listitem');
  const search = page.getByRole('searchbox', { name: /^Search runs/ });
  await search.fill('shops "gave the bag"');
  await search.press('Enter');
  await expect(page).toHaveURL(/search=shops/);
  await expect(rows).toHaveCount(2);
  const picture = rows.first().getByRole('img', { name: 'Head output (z), by layer, recovery' });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(4);

  await rows
    .first()
    .getByRole('button', { name: /^Actions for/ })
    .click();
  await page.getByRole('menuitem', { name: 'Title and tags' }).click();
  await page.getByRole('dialog').getByLabel('Tags').fill('Both-Orders');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await rows.first().getByRole('link', { name: '#both-orders' }).click();
  await expect(rows).toHaveCount(1);
  await page.getByRole('link', { name: /^Tag both-orders/ }).click();
  await expect(rows).toHaveCount(2);
  await expectAccessible(page);

  for (const row of [0, 1]) await rows.nth(row).getByRole('checkbox').check();
  await page.getByRole('link', { name: 'Compare the two runs' }).click();
  await page.getByRole('heading', { name: 'A against B' }).scrollIntoViewIfNeeded();
  const scatter = page.getByRole('application', { name: /^Head output \(z\): A against B: 16 points\./ });
  await expect(scatter).toBeVisible();
  await expect(page.getByTestId('agreement')).toHaveText(
    /^16 cells\. .*Pearson’s r [\d.]+\. Largest difference B − A: /,
  );
  // The cell of a point is that of the heatmaps.
  const [first] = await page
    .getByRole('table', { name: /^Largest changes/ })
    .getByRole('button')
    .allTextContents();
  await scatter.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('read').filter({ hasText: new RegExp(`^${first}: `) })).toHaveCount(4);
  await expect(page).toHaveURL(/cell=HEAD_Z/);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/cell=/);
});
