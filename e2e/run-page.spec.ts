/** The page of a run as an instrument: what the first screen shows, linked plots, sections, maximised plots, attention by token. */
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './actions';
import { expect, testWithSite, waitForHydration } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });
test.describe.configure({ mode: 'serial' });

const SENTENCES = [
  ['When John and Mary went to the shops,', 'gave the bag to', 'John', 'Mary'],
  ['When Tom and James went to the park,', 'gave the ball to', 'Tom', 'James'],
  ['When Dan and Sid went to the shops,', 'gave the bag to', 'Dan', 'Sid'],
] as const;
const PAIRS = SENTENCES.flatMap(([start, end, first, second]) =>
  [
    [first, second],
    [second, first],
  ].map(([giver, other]) => ({
    clean: `${start} ${giver} ${end}`,
    corrupted: `${start} ${other} ${end}`,
    correct: ` ${other}`,
    incorrect: ` ${giver}`,
  })),
);
const SWEEPS = ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT', 'HEAD_Z', 'HEAD_Q', 'HEAD_K', 'HEAD_V', 'HEAD_PATTERN'];

const plot = (page: Page, name: string): Locator =>
  page.getByRole('application', { name: new RegExp(`^${name}: `) });

let run = '';

test('results arrive without moving the page', async ({ page, site }) => {
  const input = {
    model: 'patchbay-mini',
    visibility: 'UNLISTED',
    pairs: PAIRS,
    sweeps: [...SWEEPS, 'HEAD_Z_BY_POS', 'HEAD_V_BY_POS', 'HEAD_PATTERN_BY_POS'],
  };
  const created = await site.graphql(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input },
  );
  run = `${site.url}/runs/${created.data.createRun.id}`;
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(run);
  await expect(page.getByRole('region', { name: 'Baseline' })).toBeVisible();
  // Only shifts after the first plots have their places: those before are of the loading page.
  await page.evaluate(() => {
    const seen = window as unknown as { shift: number };
    seen.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        seen.shift += entry.value;
    }).observe({ type: 'layout-shift' });
  });
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  await expect(plot(page, 'Attention pattern by destination')).toHaveCount(1);
  expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBeLessThan(0.02);
});

test('the first screen says what happened', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(run);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    '… the shops, [John→Mary] gave the bag …, 6 pairs, patchbay-mini: denoising',
  );
  const strip = page.getByRole('group', { name: 'Tokens of the prompt pair' });
  await expect(strip).toContainText('·John→, corrupted ·Mary');
  await page.getByRole('button', { name: 'Next pair' }).click();
  await expect(strip).toContainText('·Mary→, corrupted ·John');
  for (const title of ['Residual stream', 'Attention output', 'MLP output']) {
    const box = (await plot(page, title).boundingBox())!;
    expect(box.y + box.height, title).toBeLessThanOrEqual(900);
  }
  // Each section is one row, which fills the width.
  for (const titles of [
    ['Residual stream', 'Attention output', 'MLP output'],
    ['Head output \\(z\\)', 'Queries', 'Keys', 'Values', 'Attention pattern'],
  ]) {
    const boxes = await Promise.all(titles.map(async (title) => (await plot(page, title).boundingBox())!));
    expect(new Set(boxes.map(({ y }) => Math.round(y))).size).toBe(1);
    expect(boxes.at(-1)!.x + boxes.at(-1)!.width).toBeGreaterThan(1180);
  }
  const cells = (await plot(page, 'Queries').getByTestId('cells').boundingBox())!;
  expect(Math.abs(cells.width - cells.height)).toBeLessThanOrEqual(2);
});

test('hovering frames a head in all plots, and a position in the plots and in the prompt', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 1400 });
  await page.goto(run);
  const frames = page.locator('[data-testid=linked]:not([hidden])');
  await expect(frames).toHaveCount(0);
  const heads = plot(page, 'Queries').getByTestId('cells');
  const { width, height } = (await heads.boundingBox())!;
  await heads.hover({ position: { x: (2.5 * width) / 4, y: (1.5 * height) / 4 } });
  // The four other head sweeps, and the three by position.
  await expect(frames).toHaveCount(7);
  await page.locator('[data-position="3"]').hover();
  await expect(frames).toHaveCount(6);
  const residual = plot(page, 'Residual stream').getByTestId('cells');
  const box = (await residual.boundingBox())!;
  await residual.hover({ position: { x: (4.5 * box.width) / 15, y: 4 } });
  // The token at the hovered position is framed.
  const token = (await page.locator('[data-position="4"] > :first-child').boundingBox())!;
  const frame = page.getByTestId('linked-token');
  await expect(frame).toHaveCount(1);
  const framed = (await frame.boundingBox())!;
  expect(Math.abs(framed.x - token.x)).toBeLessThan(1);
  expect(Math.abs(framed.y - token.y)).toBeLessThan(1);
  expect(Math.abs(framed.width - token.width)).toBeLessThan(1.1);
});

test('the keyboard shows which plot has the focus, and which cell is read and pinned', async ({ page }) => {
  await page.goto(run);
  const queries = plot(page, 'Queries');
  const figure = page.locator('figure').filter({ has: queries });
  const ring = figure.getByTestId('ring');
  const frame = (kind: string) => figure.locator(`[data-kind=${kind}]`);
  await expect(ring).toHaveCSS('opacity', '0.001');
  await queries.press('ArrowRight');
  await expect(ring).toHaveCSS('opacity', '0.999');
  const [around, drawing] = [(await ring.boundingBox())!, (await queries.boundingBox())!];
  expect([around.x, around.y, around.width]).toEqual([drawing.x, drawing.y, drawing.width]);
  // No side is cut off by the element that scrolls the plot.
  const room = await ring.evaluate((element) => {
    const { outlineOffset, outlineWidth } = getComputedStyle(element);
    const outside = Number.parseFloat(outlineOffset) + Number.parseFloat(outlineWidth);
    const [inner, outer] = [element, element.closest('figure [data-plot]')!.parentElement!].map((one) =>
      one.getBoundingClientRect(),
    );
    return (
      Math.min(inner!.left - outer!.left, inner!.top - outer!.top, outer!.right - inner!.right) - outside
    );
  });
  expect(room).toBeGreaterThanOrEqual(0);
  await expect(frame('cursor')).toHaveCSS('opacity', '0.999');
  const reached = await frame('cursor').boundingBox();
  await queries.press('Enter');
  await expect(frame('cursor')).toHaveCount(0);
  await expect(frame('pinned')).toHaveCSS('opacity', '0.999');
  expect(await frame('pinned').boundingBox()).toEqual(reached);
  await queries.press('Escape');
  await expect(frame('pinned')).toHaveCount(0);
  // A press of the pointer shows no ring.
  const pressed = page.locator('figure').filter({ has: plot(page, 'Keys') });
  await pressed.getByTestId('cells').click();
  await expect(pressed.locator('[data-kind=pinned]')).toHaveCount(1);
  await expect(pressed.getByTestId('ring')).toHaveCSS('opacity', '0.001');
  await expect(ring).toHaveCSS('opacity', '0.001');
});

test('sections collapse and stay so, and are listed on wide screens', async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 900 });
  await page.goto(run);
  const contents = page.getByRole('navigation', { name: 'Contents' });
  await expect(contents.getByRole('link')).toHaveCount(5);
  await contents.getByRole('link', { name: 'Charts' }).click();
  await expect(page).toHaveURL(/#charts$/);
  await expect(page.getByRole('region', { name: 'Charts' })).toBeInViewport();
  await page.getByRole('button', { name: 'Heads', exact: true }).click();
  await expect(plot(page, 'Queries')).toHaveCount(0);
  await page.reload();
  await expect(plot(page, 'Residual stream')).toBeVisible();
  await expect(plot(page, 'Queries')).toHaveCount(0);
  // A link to a cell opens its section.
  await page.goto(`${run}?cell=HEAD_Q:1:2`);
  await expect(plot(page, 'Queries')).toBeVisible();
});

test('a plot and the attention of a head are shown as large as the screen', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(run);
  await page.getByRole('button', { name: 'View and export Queries' }).click();
  await page.getByRole('menuitem', { name: 'Maximise' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('application').focus();
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByTestId('read')).toHaveText(/^L0H1: /);
  await page.keyboard.press('Enter');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();
  await page.getByRole('button', { name: 'Close the inspector' }).click();

  await page.getByRole('button', { name: 'Enlarge the attention of L1H2' }).click();
  const clean = dialog.getByRole('application', { name: /^Clean by token/ });
  await clean.focus();
  await page.keyboard.press('Home');
  await expect(dialog.getByText('BOS 0 attends to BOS 0 (1.00)').first()).toBeVisible();
  await expect(dialog.getByRole('application', { name: /^Clean − corrupted: / })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('the view is part of the address, and fits on a phone', async ({ browser }) => {
  const page = waitForHydration(
    await browser.newPage({ viewport: { width: 380, height: 800 }, colorScheme: 'dark' }),
  );
  await page.goto(`${run}?margins=on&range=plot&cell=HEAD_Z:1:2`);
  await expect(page.getByTestId('margins').first()).toBeAttached();
  await expect(page.getByText('each plot on a scale of its own').first()).toBeAttached();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeInViewport();
  await expect(page.locator('[data-pinned-cell]')).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
  await page.getByRole('button', { name: 'Close the inspector' }).click();
  await page.getByRole('button', { name: /^View/ }).first().click();
  await page.getByLabel('Means of rows and columns').uncheck();
  await expect(page).not.toHaveURL(/margins/);
  await page.close();
});

test('opening a cell moves and resizes no plot, and does not hide the cell', async ({ page }) => {
  for (const width of [1120, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    // The last is below the inspector.
    for (const name of ['Residual stream', 'Attention pattern']) {
      await page.goto(run);
      const cells = page
        .locator('figure')
        .filter({ has: plot(page, name) })
        .getByTestId('cells');
      await cells.scrollIntoViewIfNeeded();
      const before = (await cells.boundingBox())!;
      await page.mouse.click(before.x + before.width * 0.9, before.y + before.height * 0.6);
      const inspector = page.getByRole('complementary', { name: 'Inspector' });
      await expect(inspector).toBeVisible();
      const pinned = page.locator('[data-pinned-cell]');
      const edge = (await inspector.boundingBox())!.x;
      await expect
        .poll(async () => {
          const { x, width: wide } = (await pinned.boundingBox())!;
          return x + wide;
        })
        .toBeLessThanOrEqual(edge);
      const after = (await cells.boundingBox())!;
      const sizes = { y: before.y, width: before.width, height: before.height };
      expect(after, `${name} at ${width} px`).toMatchObject(sizes);
      // Nothing moves sideways unless the inspector would cover it.
      if (before.x + before.width < edge) expect(after.x).toBe(before.x);
    }
  }
});

test('the first heatmap begins on the first screen of a phone, and what is folded is a tap away', async ({
  browser,
}) => {
  const page = waitForHydration(await browser.newPage({ viewport: { width: 380, height: 800 } }));
  await page.goto(run);
  const cells = page.getByTestId('cells').first();
  await expect(cells).toBeVisible();
  expect((await cells.boundingBox())!.y).toBeLessThan(760);
  const folded = [
    ['Details and actions', page.getByRole('main').getByRole('link', { name: 'Compare', exact: true })],
    ['Baseline values', page.getByRole('img', { name: /^Logit difference of the unpatched runs/ })],
    ['More', page.getByRole('button', { name: 'Select cells' })],
  ] as const;
  for (const [name, hidden] of folded) {
    await expect(hidden).toBeHidden();
    await page.getByRole('button', { name, exact: true }).click();
    await expect(hidden).toBeVisible();
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(380);
  await page.close();
});
