/** The notebook's path by keyboard alone, with what a screen reader says; and the dialogs of the whole site. */
import { writeFile } from 'node:fs/promises';
import { expectAccessible, setColorScheme } from './actions';
import { expect, testWithSite, waitForHydration } from './site';
import { expectSaid, listenToLiveRegions, readFocus, tabTo, takeSaid } from './speech';

const test = testWithSite();

/** Where the walk is written to, for docs/accessibility.md. */
const { WALK } = process.env;

test('from the gallery to a published finding without a mouse', async ({ page, site }) => {
  test.setTimeout(300_000);
  const walk: string[] = [];
  const note = (key: string, said: string): void => void walk.push(`${key}\t${said}`);
  await page.goto(site.url);
  await expect(page.getByRole('article')).toHaveCount(2);
  await listenToLiveRegions(page);
  note(
    '(page)',
    `${await page.title()}; heading "${await page.getByRole('heading', { level: 1 }).innerText()}"`,
  );
  await page.keyboard.press('Tab');
  expect(await readFocus(page)).toBe('link "Skip to content"');
  note('Tab', await readFocus(page));
  note('Tab …', await tabTo(page, 'button', /^Search and commands$/));

  // The search of the site.
  await page.keyboard.press('Enter');
  const field = page.getByRole('combobox', { name: 'Search and commands' });
  await expect(field).toBeFocused();
  note('Enter', `dialog "Search and commands"; ${await readFocus(page)}`);
  await page.keyboard.type('open preset indirect');
  note('open preset indirect', await expectSaid(page, /^\d+ results?$/));
  const option = page.getByRole('listbox', { name: 'Results' }).getByRole('option', { selected: true });
  await expect(option).toHaveText(/^Open preset: Indirect object identification/);
  note('', `option "${await option.innerText()}", selected`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\/new\?preset=ioi$/);
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  note('Enter', `page "${await page.title()}"`);

  // The form.
  await expect(page.getByText(/Mean logit difference \d\.\d+ clean/)).toBeVisible();
  note('Tab …', await tabTo(page, 'button', /^Run$/, 300));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/runs\/[\w-]{6,}$/);
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  note('Enter', `page "${await page.title()}"`);
  note('(while it computes)', await expectSaid(page, /^The run has succeeded/));

  // The heatmap.
  await page.keyboard.press('h');
  await expect(page.getByRole('application', { name: /^Residual stream: / })).toBeFocused();
  const plot = await readFocus(page);
  expect(plot).toMatch(
    /^heatmap "Residual stream: 4 layers by 16 positions\. Arrow keys read cells, Enter opens one, Escape closes it\..*", Largest: layer \d, position 11, /,
  );
  note('H', plot);
  await takeSaid(page);
  for (let step = 0; step < 11; step++) await page.keyboard.press('ArrowRight');
  const cell = await expectSaid(page, /^layer 0, position 11, /);
  expect(cell).toMatch(
    /^layer 0, position 11, “ John” in prompt 1, (?:\w+, )*prompts differ: recovery 1, (?:\d+\w\w )?largest of 64/,
  );
  note('→ (11 times)', cell);
  await page.keyboard.press('Control+End');
  note('Ctrl+End', await expectSaid(page, /^layer 3, position 15, .*END/));
  await page.keyboard.press('t');
  await expect(page.getByRole('region', { name: 'Largest cells of Residual stream' })).toBeFocused();
  note('T', await readFocus(page));
  await page.keyboard.press('Tab');
  const first = await readFocus(page);
  expect(first).toMatch(/^button "layer \d, position /);
  note('Tab', first);
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toBeVisible();
  note('Enter', await expectSaid(page, /^The inspector shows /));
  await expect(page.getByRole('application', { name: /^Residual stream: / })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(inspector).toBeFocused();
  note('Enter', await readFocus(page));
  await expect(inspector.getByRole('region', { name: 'Predictions under this patch' })).toContainText(
    '·Mary',
  );
  await page.keyboard.press('Escape');
  await expect(inspector).toHaveCount(0);
  await expect(page.getByRole('application', { name: /^Residual stream: / })).toBeFocused();
  note('Escape', await readFocus(page));

  // Publication.
  await page.keyboard.press('p');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Title')).toBeFocused();
  note('P', `dialog "${await dialog.getByRole('heading').first().innerText()}"; ${await readFocus(page)}`);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Names by keyboard');
  note('Tab', await tabTo(page, 'textbox', /^Text$/, 20));
  await page.keyboard.type('The second subject carries the name.');
  note('Tab …', await tabTo(page, 'button', /^Publish$/, 40));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Names by keyboard' })).toBeVisible();
  note('Enter', `page "${await page.title()}"`);
  if (WALK) await writeFile(WALK, `${walk.join('\n')}\n`);
});

test('the search finds findings, heads, words, pages and settings', async ({ page, site }) => {
  const titles = async (): Promise<string[]> => {
    const { data } = await site.graphql('{ findings(first: 2) { edges { node { title } } } }');
    return data.findings.edges.map(({ node }: { node: { title: string } }) => node.title);
  };
  await expect.poll(async () => (await titles()).length).toBeGreaterThan(0);
  const [title] = await titles();
  const finding = new RegExp(`^${title!.replaceAll(/[^\w ]/g, '.')}`);
  await page.goto(`${site.url}/learn`);
  const field = page.getByRole('combobox', { name: 'Search and commands' });
  const option = (name: RegExp) => page.getByRole('option', { name });
  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  for (const [text, name] of [
    [title!.split(' ').slice(0, 2).join(' '), finding],
    ['L0H1 > -9', finding],
    ['1.2', /^Head L1H2/],
    ['recovery', /^recovery/],
    ['models', /^Models/],
    ['dark', /^Colour scheme: dark/],
  ] as const) {
    await field.fill(text);
    await expect(option(name).first(), text).toBeVisible();
  }
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  // The focus is where it was, and the choice is offered first.
  await page.keyboard.press('/');
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option').first()).toHaveText(
    /^Colour scheme: dark/,
  );
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page).toHaveURL(/\/models$/);
});

test('axe finds nothing in the search and in the list of shortcuts', async ({ browser, site }) => {
  for (const width of [1280, 380]) {
    const page = waitForHydration(await browser.newPage({ viewport: { width, height: 800 } }));
    await page.goto(`${site.url}/models`);
    for (const colorScheme of ['light', 'dark'] as const) {
      await setColorScheme(page, colorScheme);
      for (const key of ['Control+k', '?']) {
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog')).toBeVisible();
        await expect(page.getByRole('dialog')).toHaveCSS('opacity', '1');
        if (key === 'Control+k') await expect(page.getByRole('option').first()).toBeVisible();
        await expectAccessible(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toHaveCount(0);
      }
    }
    await page.close();
  }
});

test('every dialog of a run has names, keeps the focus and gives it back', async ({ page, site }) => {
  await page.goto(site.url);
  // An earlier test has published a finding of its own.
  await page
    .getByRole('link', { name: /^Indirect objects: / })
    .first()
    .click();
  await expect(page.getByRole('application').first()).toBeVisible();
  for (const name of [/^Cite and embed$/, /^Show code: /, /^Maximise /]) {
    const button = page.getByRole('button', { name }).first();
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCSS('opacity', '1');
    await expectAccessible(page);
    await expect(
      page
        .getByRole('dialog')
        .getByRole('button', { name: /^Close/ })
        .first(),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(button, `the focus is back on ${name}`).toBeFocused();
  }
});
