/** How much of a page changes for one interaction. It is counted, so that the speed of the machine does not matter. */
import type { Locator, Page } from '@playwright/test';
import { choosePreset } from './actions';
import { fillSite, type Shown } from './every-page';
import { expect, testWithSite } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });

/** Hovering moves a frame in each of the linked plots, and a tip with its text. */
const FEW = 12;

interface Counts {
  /** Pictures of cells that were painted. */
  painted: number;
  /** Elements that changed. */
  changed: number;
  /** Elements that changed outside of the parts that may. */
  elsewhere: string[];
}

let shown: Shown;
test.beforeAll(async ({ site }) => {
  shown = await fillSite(site);
});
test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    const counter = window as unknown as { painted: number };
    counter.painted = 0;
    const { prototype } = CanvasRenderingContext2D;
    const paint = Object.getOwnPropertyDescriptor(prototype, 'putImageData')!.value as (
      ...args: unknown[]
    ) => void;
    prototype.putImageData = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
      counter.painted++;
      Reflect.apply(paint, this, args);
    };
  });
});

/** Counts what an action changes, until the browser has nothing left to do. @param allowed selectors of parts that may change. */
async function count(page: Page, allowed: string, act: () => Promise<void>): Promise<Counts> {
  await page.evaluate(() => {
    const counter = window as unknown as {
      painted: number;
      changed: Set<Element>;
      observer: MutationObserver;
    };
    counter.painted = 0;
    counter.changed = new Set();
    counter.observer = new MutationObserver((records) => {
      for (const { target } of records)
        counter.changed.add(target instanceof Element ? target : target.parentElement!);
    });
    const all = { attributes: true, childList: true, characterData: true, subtree: true };
    counter.observer.observe(document.body, all);
  });
  await act();
  return page.evaluate(async (parts) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(resolve)));
    const counter = window as unknown as {
      painted: number;
      changed: Set<Element>;
      observer: MutationObserver;
    };
    counter.observer.disconnect();
    // What is no longer in the page went with a change of its parent, which is counted.
    const elsewhere = [...counter.changed].filter(
      (element) => element.isConnected && element.closest(parts) === null,
    );
    return {
      painted: counter.painted,
      changed: counter.changed.size,
      elsewhere: elsewhere.map((element) => element.outerHTML.slice(0, 120)),
    };
  }, allowed);
}

/** Opens the page of a run and waits until its parts that load on the first scroll have painted what they show. */
async function openRun(page: Page, address: string): Promise<void> {
  const readPainted = (): Promise<number> =>
    page.evaluate(() => (window as unknown as { painted: number }).painted);
  await page.goto(address);
  await page.mouse.wheel(0, 1);
  await page.waitForLoadState('networkidle');
  await expect
    .poll(async () => {
      const before = await readPainted();
      await page.waitForTimeout(700);
      return (await readPainted()) - before;
    })
    .toBe(0);
}

async function hoverCells(page: Page, plot: Locator): Promise<void> {
  const box = (await plot.getByTestId('cells').boundingBox())!;
  for (let step = 1; step < 20; step++)
    await page.mouse.move(box.x + (step / 20) * box.width, box.y + (step / 20) * box.height);
}

test('hovering over cells moves frames and paints none of them', async ({ page, site }) => {
  await openRun(page, `${site.url}/runs/${shown.run}`);
  // Over positions, tokens of the prompts are marked too.
  const plot = page.getByRole('application', { name: /^Head output \(z\): / });
  await plot.scrollIntoViewIfNeeded();
  await hoverCells(page, plot);
  const work = await count(page, 'figure', () => hoverCells(page, plot));
  expect(work.painted).toBe(0);
  expect(work.elsewhere).toEqual([]);
  expect(work.changed).toBeLessThanOrEqual(FEW);
});

test('pinning a cell paints no heatmap, and typing into a pair changes no other', async ({ page, site }) => {
  await openRun(page, `${site.url}/runs/${shown.run}`);
  const plot = page.getByRole('application', { name: /^Residual stream: / });
  await plot.focus();
  await page.keyboard.press('ArrowRight');
  const pin = await count(page, 'figure', () => page.keyboard.press('Enter'));
  expect(pin.painted).toBe(0);
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible();

  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Indirect object identification');
  await expect(page.getByText(/Mean logit difference \d/)).toBeVisible();
  await expect(page.getByRole('application', { name: /^Pairs by logit difference/ })).toBeVisible();
  // Answers about the pairs as they were typed would change the baseline, sooner or later.
  await page.route('**/api/graphql*', () => {});
  const field = page.getByRole('textbox', { name: 'Clean prompt' });
  await field.focus();
  // The row with its editor, and what is said of the run.
  const parts = 'tr[data-open], tr:has(fieldset), aside';
  await count(page, parts, () => page.keyboard.type('a'));
  const typed = await count(page, parts, () => page.keyboard.type('b'));
  await expect(field).toHaveValue(/ab$|ab/);
  expect(typed.elsewhere).toEqual([]);
});
