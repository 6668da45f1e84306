/**
 * Every page in light and dark, on a phone and on a desktop: no violation of a rule of axe, and nothing wider than the screen; also enlarged to
 * 200%, without motion, and with targets for fingers.
 */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { createAxe, setColorScheme } from './actions';
import { ADMINISTRATION, fillSite, PAGES, type Shown } from './every-page';
import { expect, testWithSite, waitForHydration, type Site } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });

const WIDTHS = [380, 1280];
const SCHEMES = ['light', 'dark'] as const;

let shown: Shown;
test.beforeAll(async ({ site }) => {
  shown = await fillSite(site);
});

for (const [name, address] of PAGES) {
  test(name, async ({ browser, site }) => {
    const viewport = { width: WIDTHS[0]!, height: 900 };
    const page = await openPage(browser, site, { viewport });
    // This address sets the cookie of an administrator.
    if (address(shown) === ADMINISTRATION) await page.goto(site.administratorAddress);
    await page.goto(site.url + address(shown));
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    for (const colorScheme of SCHEMES) {
      await setColorScheme(page, colorScheme);
      // Colours do not depend on the width.
      for (const width of colorScheme === 'dark' ? WIDTHS.slice(0, 1) : WIDTHS) {
        await page.setViewportSize({ ...viewport, width });
        const where = `${name}, ${colorScheme}, ${width} px`;
        // Plots are drawn again for the new width.
        const navigation = page.getByRole('navigation', { name: 'Sections' });
        const countHidden = (): Promise<number> =>
          navigation.evaluate((nav) => nav.scrollWidth - nav.clientWidth);
        await expect.poll(countHidden, `pixels of the navigation out of sight, ${where}`).toBe(0);
        const readWidth = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
        await expect.poll(readWidth, `width of ${where}`).toBeLessThanOrEqual(width);
        expect(await findViolations(page, { colorsOnly: colorScheme === 'dark' }), where).toEqual([]);
      }
    }
    await page.context().close();
  });
}

test('every page enlarged to 200% scrolls in one direction, and shows all of its text', async ({
  browser,
  site,
}) => {
  test.setTimeout(300_000);
  // 1280 x 900 CSS pixels at 200%.
  const page = await openPage(browser, site, { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 });
  for (const [name, address] of PAGES) {
    if (address(shown) === ADMINISTRATION) continue;
    await page.goto(site.url + address(shown));
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    const readWidth = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
    await expect.poll(readWidth, `width of ${name}`).toBeLessThanOrEqual(640);
    // Bars that stay in place leave more than half of the height to the page.
    const covered = await page.evaluate(() =>
      [...document.querySelectorAll('body *')]
        .filter((element) => ['fixed', 'sticky'].includes(getComputedStyle(element).position))
        .map((element) => element.getBoundingClientRect())
        .filter(({ width, top, bottom }) => width > 500 && bottom > 0 && top < window.innerHeight)
        .reduce((sum, { height }) => sum + height, 0),
    );
    const isInspecting = address(shown).includes('cell=');
    expect(covered, `pixels of ${name} that are covered`).toBeLessThanOrEqual(
      isInspecting ? 0.62 * 450 : 225,
    );
    expect(await listCutTexts(page), `cut texts of ${name}`).toEqual([]);
  }
  await page.context().close();
});

test('no page moves where less motion is asked for', async ({ browser, site }) => {
  test.setTimeout(300_000);
  const page = await openPage(browser, site, {
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
  });
  for (const [name, address] of PAGES) {
    if (address(shown) === ADMINISTRATION) continue;
    await page.goto(site.url + address(shown));
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    expect(await listMotion(page), name).toEqual([]);
  }
  // The check finds what moves otherwise.
  await page.goto(site.url);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await listMotion(page)).not.toEqual([]);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${site.url}/runs/${shown.run}`);
  for (const open of ['Control+k', '?']) {
    await page.keyboard.press(open);
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await listMotion(page), open).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.context().close();
});

test('targets are large enough for fingers', async ({ browser, site }) => {
  test.setTimeout(300_000);
  const page = await openPage(browser, site, {
    viewport: { width: 380, height: 900 },
    hasTouch: true,
    isMobile: true,
  });
  const small: string[] = [];
  for (const [name, address] of PAGES) {
    if (address(shown) === ADMINISTRATION) continue;
    await page.goto(site.url + address(shown));
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    const { violations } = await createAxe(page)
      .exclude('.graphiql-container')
      .withRules(['target-size'])
      .analyze();
    small.push(
      ...violations.flatMap(({ nodes }) => nodes.map(({ html }) => `${name}: ${html.slice(0, 160)}`)),
    );
  }
  expect(small).toEqual([]);
  await page.context().close();
});

test('dialogs to edit and to delete a finding', async ({ browser, site }) => {
  const page = await openPage(browser, site, { viewport: { width: 380, height: 900 } });
  await page.goto(`${site.url}/findings/name-movers`);
  for (const colorScheme of SCHEMES) {
    await setColorScheme(page, colorScheme);
    for (const [button, close] of [
      ['Edit', 'Close without saving'],
      ['Delete', 'Close'],
    ] as const) {
      await page.getByRole('button', { name: button, exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      // The dialog fades in; its colours are checked afterwards.
      await expect(page.getByRole('dialog')).toHaveCSS('opacity', '1');
      expect(await findViolations(page, { part: '[role=dialog]' }), `${button}, ${colorScheme}`).toEqual([]);
      await page.getByRole('button', { name: close, exact: true }).click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
  }
  await page.context().close();
});

/** Animations and transitions that are long enough to be seen, of the page as it is and of its rules. */
function listMotion(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const longest = (text: string): number =>
      Math.max(
        0,
        ...text.split(',').map((part) => Number.parseFloat(part) * (part.includes('ms') ? 1 : 1000)),
      );
    const running = document
      .getAnimations()
      .filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().duration) > 1)
      .map((one) => `runs: ${one.constructor.name}`);
    const ruled = [...document.querySelectorAll('body *')].flatMap((element) => {
      const { transitionDuration, animationName, animationDuration, scrollBehavior } =
        getComputedStyle(element);
      const moves =
        longest(transitionDuration) > 1 ||
        (animationName !== 'none' && longest(animationDuration) > 1) ||
        scrollBehavior === 'smooth';
      return moves && !element.closest('.graphiql-container') ? [element.outerHTML.slice(0, 120)] : [];
    });
    return [...running, ...ruled].slice(0, 5);
  });
}

/** Texts of headings, buttons, links and labels that their boxes cut without an ellipsis, and that cannot be scrolled. */
function listCutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main :is(h1, h2, h3, button, a, label, p, dt, dd)')]
      .filter((element) => {
        const { overflowX, overflowY, textOverflow, position, display } = getComputedStyle(element);
        const hides = [overflowX, overflowY].some((value) => value === 'hidden' || value === 'clip');
        const isClamped = textOverflow === 'ellipsis' || display.includes('box') || position === 'absolute';
        return (
          hides && !isClamped && element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 2
        );
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}

/** Opens a page of the owner of the runs, in a context in which axe can open pages. */
async function openPage(browser: Browser, site: Site, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options);
  const [name, value] = shown.cookie.split(/=(.*)/s);
  await context.addCookies([{ name: name!, value: value!, url: site.url }]);
  return waitForHydration(await context.newPage());
}

/**
 * Checks all default rules of axe, including best practices. The editor of the API explorer is third-party code and is excluded.
 *
 * @param part selector of the part to check; the whole page when left out.
 * @param colorsOnly checks contrast alone, because no other rule depends on the colour scheme.
 */
async function findViolations(
  page: Page,
  { part = null, colorsOnly = false }: { part?: string | null; colorsOnly?: boolean },
): Promise<string[]> {
  const axe = createAxe(page).exclude('.graphiql-container');
  if (colorsOnly) axe.withRules(['color-contrast']);
  // The title of a dialog is in a header element, which axe mistakes for a second banner of the page.
  const dialog = part === null ? axe : axe.include(part).disableRules('landmark-no-duplicate-banner');
  const { violations } = await dialog.analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}
