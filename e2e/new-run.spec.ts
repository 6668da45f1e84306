/** The form of a new run by keyboard and on small screens: nothing covers the control that has the focus, and the first result comes while one writes. */
import { choosePreset, expectAccessible, setColorScheme } from './actions';
import { expect, testWithSite } from './site';

const test = testWithSite();

/** What lies at the centre of the focused control, if it is not the control; null if nothing covers it. */
function findCover(): string | null {
  const focused = document.activeElement!;
  // Of a check box, the mark that is drawn stands for the input.
  const { left, top, width, height } = focused.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + Math.min(height, 24) / 2];
  const name = `${focused.tagName} ${focused.getAttribute('aria-label') ?? focused.textContent.slice(0, 40)} ${focused.id}`;
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight)
    return `${name} is outside of the window at ${x}, ${y}`;
  const at = document.elementFromPoint(x, y);
  // A chart draws its legend within itself.
  if (at?.closest('.recharts-wrapper')?.contains(focused)) return null;
  const isSame =
    at !== null && (focused.contains(at) || at.contains(focused) || at.parentElement!.contains(focused));
  return isSame ? null : `${name} is covered by ${at?.outerHTML.slice(0, 120)}`;
}

for (const [width, height] of [
  [1280, 800],
  [380, 700],
] as const) {
  test(`covers no control that has the focus at ${width} x ${height}`, async ({ page, site }) => {
    await page.setViewportSize({ width, height });
    await page.goto(`${site.url}/runs/new?preset=ioi`);
    await expect(page.getByText(/Mean logit difference .*, about /)).toBeVisible();
    await page.getByText('Metrics: Logit difference').click();
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole('combobox', { name: 'Model' }).focus();
    await page.keyboard.press('Escape');
    const covered: string[] = [];
    const seen = new Set<string>();
    let count = 0;
    for (; count < 200; count++) {
      await page.keyboard.press('Tab');
      const cover = await page.evaluate(findCover);
      const { isInForm, place } = await page.evaluate(() => {
        const focused = document.activeElement!;
        return {
          isInForm: focused.closest('form') !== null,
          place: focused.closest('aside') !== null ? 'panel' : 'form',
        };
      });
      if (!isInForm) break;
      seen.add(place);
      if (cover !== null) covered.push(cover);
    }
    expect(covered).toEqual([]);
    expect([...seen]).toEqual(['form', 'panel']);
    expect(count).toBeGreaterThan(60);
  });
}

test('shows the first result while one writes, beside the baseline', async ({ page, site }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${site.url}/runs/new`);
  const panel = page.getByRole('complementary', { name: 'This run' });
  await expect(panel.getByText('Baseline and time appear once the pairs are written.')).toBeVisible();
  await choosePreset(page, 'Facts');
  const grid = panel.getByRole('grid', { name: 'Residual stream, first result' });
  await expect(grid.getByRole('gridcell')).toHaveCount(4 * 7);
  const largest = panel.getByRole('list', { name: 'Largest effects' }).getByRole('listitem');
  await expect(largest).toHaveCount(3);
  // Before the first layer, the only word that differs carries the whole difference.
  await expect(grid.getByRole('gridcell', { name: 'resid 0 @ 2 ·White: +1.000' })).toBeVisible();
  await expect(panel.getByText('·president')).toBeVisible();
  await expect(panel.getByText('Not stored.')).toBeVisible();

  await choosePreset(page, 'Gendered pronoun');
  await page.getByRole('textbox', { name: 'Corrupted prompt' }).fill('Tom was late because');
  await expect(grid.getByRole('columnheader').and(page.getByTitle(/Tom/))).toBeVisible();
  // Of the page alone: nothing was stored.
  const { data } = await site.graphql('{ runs(first: 5) { edges { node { id } } } }');
  expect(data.runs.edges.length).toBeLessThanOrEqual(2);
  await expectAccessible(page);
  await setColorScheme(page, 'dark');
  await expectAccessible(page, { colorsOnly: true });
});

test('takes a table that is pasted on the page, and brings replaced pairs back', async ({ page, site }) => {
  await page.goto(`${site.url}/runs/new`);
  await page.getByLabel('Clean prompt').fill('The White House is');
  await choosePreset(page, 'Gendered pronoun');
  await expect(page.getByText('1 pair was replaced by the preset Gendered pronoun.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Clean prompt')).toHaveValue('The White House is');
  await page.evaluate(() => {
    (document.activeElement as HTMLElement).blur();
    const data = new DataTransfer();
    data.setData(
      'text',
      'clean\tcorrupted\tcorrect\tincorrect\nMary was late because\tJohn was late because\t she\t he',
    );
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Use 1 pair' }).click();
  await expect(page.getByLabel('Clean prompt')).toHaveValue('Mary was late because');
});

test('keeps what was typed before the page was ready', async ({ browser, site }) => {
  // Without the wait for hydration of the other tests.
  const page = await browser.newPage();
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${site.url}/runs/new?preset=facts`, { waitUntil: 'commit' });
  const field = page.getByLabel('Clean prompt');
  await field.fill('Typed early');
  release();
  // The form is checked once React has taken over: the check is about what was typed.
  await expect(page.getByText('The prompts have 9 and 7 tokens.')).toBeVisible();
  await expect(field).toHaveValue('Typed early');
  await page.close();
});
