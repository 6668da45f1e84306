/**
 * Every story of the component catalogue, light and dark: no error in the console, no finding of axe, nothing wider than a phone,
 * and a picture that equals the one in the repository. `npm run catalogue:update` writes the pictures.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test as base, expect, type Page, type TestInfo } from '@playwright/test';
import { createAxe } from '../actions';
import { comparePictures } from './compare-pictures';
import { shrinkPicture } from './shrink-picture';
import { HEIGHT, listStories, NARROW, openCatalogue, type CataloguePage } from './open-catalogue';
import { readParameters, SCHEMES, showScheme, showStory, type Scheme } from './show-story';

const PICTURES = 'e2e/catalogue/pictures';
/** A picture that differs is taken again this many times, with this pause in ms. */
const PICTURES_AGAIN = 8;
const AGAIN_MS = 150;

/** The page of a process, which shows one story after the other without loading the catalogue again, and its colour scheme. */
const test = base.extend<object, { catalogue: CataloguePage & { scheme: Scheme } }>({
  catalogue: [
    async ({ browser }, use) => {
      const catalogue = await openCatalogue(browser, 'iframe.html?viewMode=story');
      await use({ ...catalogue, scheme: 'light' });
      await catalogue.page.context().close();
    },
    { scope: 'worker' },
  ],
});

const stories = listStories();

for (const { id, title, name } of stories) {
  test(`${title}: ${name}`, async ({ catalogue }, testInfo) => {
    const { page } = catalogue;
    await showStory(page, id);
    const parameters = await readParameters(page);
    const { pictureWidth = NARROW, pictureHeight = HEIGHT, ignoredRules = [] } = parameters;
    const size = { width: pictureWidth, height: pictureHeight };
    // The present scheme first: each change renders the story again.
    const first = catalogue.scheme;
    for (const scheme of SCHEMES.toSorted((a, b) => Number(b === first) - Number(a === first))) {
      if (scheme !== catalogue.scheme) await showScheme(page, scheme);
      catalogue.scheme = scheme;
      const where = `${id}, ${scheme}`;
      expect.soft(catalogue.takeProblems(), `problems of ${where}`).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(width, `width of ${where}`).toBeLessThanOrEqual(NARROW);
      // No rule but that of contrast depends on the scheme.
      expect.soft(await findViolations(page, scheme !== first, ignoredRules), `axe on ${where}`).toEqual([]);
      const take = (): Promise<Buffer> => takePicture(page, size, !parameters.pictureOfWindow);
      await expectPicture(take, `${id}.${scheme}.png`, testInfo);
    }
  });
}

// oxlint-disable-next-line no-empty-pattern -- Playwright reads the destructured names
test('every picture is that of a story', async ({}, testInfo) => {
  const known = new Set(stories.flatMap(({ id }) => SCHEMES.map((scheme) => `${id}.${scheme}.png`)));
  const others = readdirSync(PICTURES).filter((file) => !known.has(file));
  if (isUpdating(testInfo)) for (const file of others) rmSync(path.join(PICTURES, file));
  else expect(others).toEqual([]);
});

test('the catalogue contacts nothing', async ({ browser }) => {
  const catalogue = await openCatalogue(browser, 'index.html');
  const { page } = catalogue;
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.frameLocator('#storybook-preview-iframe').locator('main')).toBeVisible();
  expect(catalogue.takeProblems()).toEqual([]);
  await page.context().close();
});

/** Rules that do not apply to a part of a page. */
const RULES_OF_PAGES = ['page-has-heading-one', 'region', 'heading-order', 'landmark-no-duplicate-banner'];

async function findViolations(
  page: Page,
  colorsOnly: boolean,
  ignoredRules: readonly string[],
): Promise<string[]> {
  const axe = createAxe(page);
  const rules = colorsOnly
    ? axe.withRules(['color-contrast'])
    : axe.disableRules([...RULES_OF_PAGES, ...ignoredRules]);
  const { violations } = await rules.analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/**
 * @param size of the window, if it is not that in which stories are checked.
 * @param fullPage whether the picture has what is below the window.
 */
async function takePicture(
  page: Page,
  size: { readonly width: number; readonly height: number },
  fullPage: boolean,
): Promise<Buffer> {
  const isOther = size.width !== NARROW || size.height !== HEIGHT;
  if (isOther) await page.setViewportSize(size);
  await page.evaluate(async (isResized) => {
    // A pinned cell is kept in view until the visitor scrolls.
    document.dispatchEvent(new Event('wheel'));
    window.scrollTo(0, 0);
    if (!isResized) return;
    // Components that read their width render again before the second frame, and then one chart after each frame.
    const frames = 2 + 2 * document.querySelectorAll('[data-chart]').length;
    for (let frame = 0; frame < frames; frame++) await new Promise(requestAnimationFrame);
  }, isOther);
  const picture = await page.screenshot({ fullPage, animations: 'disabled', caret: 'hide' });
  if (isOther) await page.setViewportSize({ width: NARROW, height: HEIGHT });
  return picture;
}

async function expectPicture(take: () => Promise<Buffer>, name: string, testInfo: TestInfo): Promise<void> {
  const file = path.join(PICTURES, name);
  const known = existsSync(file) ? readFileSync(file) : null;
  const compare = (picture: Buffer): ReturnType<typeof comparePictures> =>
    known ? comparePictures(known, picture) : { problem: `There is no ${file}.`, marked: null };
  let actual = await take();
  // Plots follow another width or scheme in a transition, which a busy machine delays.
  for (let again = 0; again < PICTURES_AGAIN && compare(actual).problem !== null; again++) {
    await sleep(AGAIN_MS);
    actual = await take();
  }
  const { problem, marked } = compare(actual);
  if (problem === null) return;
  if (isUpdating(testInfo)) {
    mkdirSync(PICTURES, { recursive: true });
    writeFileSync(file, shrinkPicture(actual));
    return;
  }
  const saved = testInfo.outputPath(name);
  writeFileSync(saved, actual);
  if (marked) writeFileSync(saved.replace('.png', '.marked.png'), marked);
  const help = `Look at ${path.relative('.', saved)}; if it is right, run \`npm run catalogue:update\`.`;
  expect.soft(`${problem} ${help}`, name).toBe('');
}

function isUpdating({ config }: TestInfo): boolean {
  return config.updateSnapshots === 'all';
}
