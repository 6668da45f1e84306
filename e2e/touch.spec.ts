/** A phone: taps and drags on heatmaps, and panels that are closed by a button. */
import type { CDPSession, Page } from '@playwright/test';
import { expect, testWithSite, waitForHydration } from './site';

const test = testWithSite();

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Moves a finger over points. Playwright has taps only. */
async function drag(client: CDPSession, points: readonly Point[]): Promise<void> {
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: readonly Point[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: at.map((point) => ({ ...point })) });
  await send('touchStart', points.slice(0, 1));
  for (const point of points.slice(1)) await send('touchMove', [point]);
  await send('touchEnd', []);
}

/** Points on the way from one to another. */
function between(from: Point, to: Point, steps = 12): Point[] {
  return Array.from({ length: steps + 1 }, (_, step) => ({
    x: from.x + ((to.x - from.x) * step) / steps,
    y: from.y + ((to.y - from.y) * step) / steps,
  }));
}

const readScroll = (page: Page): Promise<number> => page.evaluate(() => window.scrollY);

test('a heatmap is read by a finger that moves sideways, and the page scrolls otherwise', async ({
  browser,
  site,
}) => {
  const context = await browser.newContext({
    viewport: { width: 380, height: 800 },
    hasTouch: true,
    isMobile: true,
  });
  const page = waitForHydration(await context.newPage());
  await page.goto(site.url);
  await expect(page.getByRole('article')).toHaveCount(2);
  await page.getByRole('article').filter({ hasText: 'John' }).first().getByRole('link').first().tap();
  const plot = page.getByRole('application', { name: /^Head output \(z\): / });
  await expect(plot).toBeVisible();
  const figure = page.locator('figure').filter({ has: plot });
  const cells = figure.getByTestId('cells');
  await cells.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const box = (await cells.boundingBox())!;
  const at = (column: number, row: number): Point => ({
    x: box.x + ((column + 0.5) * box.width) / 4,
    y: box.y + ((row + 0.5) * box.height) / 4,
  });
  const client = await context.newCDPSession(page);
  const read = figure.getByTestId('read');

  const before = await readScroll(page);
  await drag(client, between(at(0, 1), at(2, 1)));
  await expect(read).toHaveText(/^L1H2: /);
  expect(await readScroll(page)).toBe(before);
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toHaveCount(0);

  // What loads late may move the plot below the finger, or the page to where it was.
  await expect(async () => {
    await cells.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const { x, y, height } = (await cells.boundingBox())!;
    const from = await readScroll(page);
    await drag(client, between({ x: x + 40, y: y + 0.9 * height }, { x: x + 40, y: y - 0.4 * height }, 20));
    await expect.poll(() => readScroll(page), { timeout: 1000 }).toBeGreaterThan(from + 20);
  }).toPass();

  // A tap opens the cell in a panel, which a button closes.
  await cells.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  // What loads late may still move the plot.
  await expect(async () => {
    const now = (await cells.boundingBox())!;
    await page.touchscreen.tap(now.x + (2.5 * now.width) / 4, now.y + (1.5 * now.height) / 4);
    await expect(inspector.getByRole('heading', { name: 'L1H2' })).toBeVisible({ timeout: 3000 });
  }).toPass();
  await page.getByRole('button', { name: 'Close the inspector' }).tap();
  await expect(inspector).toHaveCount(0);

  // So do dialogs, and the search.
  await page.getByRole('button', { name: 'Search and commands' }).tap();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await context.close();
});
