/** Pages on paper: all columns of plots, text without controls, light colours, and nothing that waits to come into view. */
import type { Page } from '@playwright/test';
import { expect, testWithSite } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });
test.describe.configure({ mode: 'serial' });

/** Width of A4 between margins of 12 mm, in CSS pixels. */
const PAPER = 703;

let run = '';

test.beforeAll(async ({ site }) => {
  const sentence = (giver: string): string =>
    `When John and Mary went to the shops, ${giver} gave the bag to`;
  const input = {
    model: 'patchbay-mini',
    pairs: [{ clean: sentence('John'), corrupted: sentence('Mary'), correct: ' Mary', incorrect: ' John' }],
    sweeps: ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT', 'HEAD_Z', 'HEAD_Q', 'HEAD_K', 'HEAD_V', 'HEAD_PATTERN'],
    visibility: 'UNLISTED',
  };
  const mutation = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
  const { data, errors } = await site.graphql(mutation, { input });
  expect(errors).toBeUndefined();
  run = `/runs/${data.createRun.id}`;
  await expect
    .poll(async () => (await site.graphql(`{ run(id: "${data.createRun.id}") { status } }`)).data.run.status)
    .toBe('SUCCEEDED');
});

/** Opens the page of the run as the browser prints it, in a window of the width of the paper's text. */
async function showOnPaper(page: Page, url: string): Promise<void> {
  await page.goto(url + run);
  await page.evaluate(() => {
    window.print = () => document.documentElement.toggleAttribute('data-asked-to-print', true);
  });
  await expect(page.getByRole('application', { name: /^Residual stream/ })).toBeVisible();
  // Charts and attention wait until they come into view; the key of printing draws them first.
  await page.keyboard.press('Control+p');
  await expect(page.locator('[data-asked-to-print]')).toHaveCount(1);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: PAPER, height: 1000 });
}

for (const width of [1280, 1920])
  test(`everything of a run is on paper, from a window of ${width}`, async ({ page, site }) => {
    await page.setViewportSize({ width, height: 900 });
    await showOnPaper(page, site.url);
    const plots = page.getByRole('application');
    const right = await plots.evaluateAll((all) => all.map((plot) => plot.getBoundingClientRect().right));
    expect(right.length).toBeGreaterThan(8);
    expect(Math.max(...right)).toBeLessThanOrEqual(PAPER);
    // Nothing is cut off by what is around it.
    const cut = await plots.evaluateAll((all) =>
      all.flatMap((plot) => {
        const { right: edge } = plot.getBoundingClientRect();
        const parents: Element[] = [];
        for (let at = plot.parentElement; at; at = at.parentElement) parents.push(at);
        return parents
          .filter((parent) => getComputedStyle(parent).overflowX !== 'visible')
          .filter((parent) => parent.getBoundingClientRect().right < edge - 1)
          .map((parent) => parent.className);
      }),
    );
    expect(cut).toEqual([]);
    await expect(page.locator('main .recharts-surface').first()).toBeVisible();
    await expect(page.locator('main .mantine-Skeleton-root:visible')).toHaveCount(0);
  });

test('what only a screen can use is not printed, and the address is', async ({ page, site }) => {
  await showOnPaper(page, site.url);
  for (const role of ['navigation', 'banner', 'contentinfo', 'textbox', 'combobox', 'dialog'] as const)
    await expect(page.getByRole(role), role).toHaveCount(0);
  for (const name of ['Export data', 'Show code', 'Select cells', 'Recovery', 'Run again', 'New run'])
    await expect(page.getByText(name, { exact: true }).filter({ visible: true }), name).toHaveCount(0);
  await expect(page.getByText(site.url + run)).toBeVisible();
  await expect(
    page
      .getByText(/^Recovery of the logit difference/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
});

test('a dark page is printed light, and is dark again afterwards', async ({ page, site }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(site.url + run);
  const first = page.getByTestId('cells').first();
  await expect(first).toBeVisible();
  // What prepares the page is loaded when a reader does something.
  await page.mouse.move(10, 10);
  await expect(page.locator('.pb-print-missing')).toBeAttached();
  const readColour = () =>
    page
      .locator('figure canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) =>
        [...canvas.getContext('2d')!.getImageData(0, 0, 1, 1).data]
          .slice(0, 3)
          .reduce((sum, channel) => sum + channel / 3, 0),
      );
  expect(await readColour()).toBeLessThan(100);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  expect(await readColour()).toBeGreaterThan(200);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  expect(await readColour()).toBeLessThan(100);
});
