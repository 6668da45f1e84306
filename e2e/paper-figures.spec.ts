/** Figures for papers: composed on the page, drawn alike by other programs, with texts in embedded fonts. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Page, TestInfo } from '@playwright/test';
import { decode } from 'fast-png';
import { choosePreset, createAxe, setColorScheme } from './actions';
import { findPrograms } from './other-programs';
import { expect, testWithSite } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });
const execute = promisify(execFile);

/** Side of the squares whose mean colours are compared, in pixels of 300 dpi. */
const SIDE = 12;

async function save(page: Page, type: 'SVG' | 'PNG' | 'PDF', testInfo: TestInfo): Promise<string> {
  const download = page.waitForEvent('download');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Save as ${type}` })
    .click();
  const file = testInfo.outputPath(`figure.${type.toLowerCase()}`);
  await writeFile(file, await readFile(await (await download).path()));
  return file;
}

/** The share of squares whose mean colours differ by more than 24 of 255. */
function compare(one: Uint8Array, other: Uint8Array): number {
  const [a, b] = [decode(one), decode(other)];
  expect(Math.abs(a.width - b.width)).toBeLessThanOrEqual(2);
  expect(Math.abs(a.height - b.height)).toBeLessThanOrEqual(2);
  let [squares, differing] = [0, 0];
  for (let y = 0; y + SIDE < Math.min(a.height, b.height); y += SIDE)
    for (let x = 0; x + SIDE < Math.min(a.width, b.width); x += SIDE) {
      squares++;
      const [from, to] = [mean(a, x, y), mean(b, x, y)];
      if (from.some((value, channel) => Math.abs(value - to[channel]!) > 24)) differing++;
    }
  return differing / squares;
}

function mean({ width, channels, data }: ReturnType<typeof decode>, left: number, top: number): number[] {
  return [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let y = top; y < top + SIDE; y++)
      // Grey pictures have one channel.
      for (let x = left; x < left + SIDE; x++)
        sum += data[channels * (y * width + x) + (channels < 3 ? 0 : channel)]!;
    return sum / SIDE ** 2;
  });
}

test('two panels in two columns, light on a dark page', async ({ page, site }, testInfo) => {
  test.setTimeout(240_000);
  await page.goto(`${site.url}/runs/new`);
  await choosePreset(page, 'Indirect object identification');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('status')).toHaveText('succeeded');
  await setColorScheme(page, 'dark');
  await page.getByRole('button', { name: 'View and export Residual stream' }).click();
  await page.getByRole('menuitem', { name: 'Figure for a paper' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: 'Preview of the figure' })).toBeVisible();
  const panels = dialog.getByRole('group', { name: 'Panels' }).getByRole('checkbox');
  await expect(panels.first()).toBeChecked();
  await panels.nth(1).click();
  await expect(panels.nth(1)).toBeChecked();
  await dialog.getByText('Two columns, 6.75 in').click();
  await dialog.getByRole('textbox', { name: 'Panels in a row' }).fill('2');
  const { violations } = await createAxe(page)
    .include('[role=dialog]')
    .disableRules('landmark-no-duplicate-banner')
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);

  const svg = await save(page, 'SVG', testInfo);
  const text = await readFile(svg, 'utf8');
  expect(text).toContain('width="6.75in"');
  expect(text).toContain('aria-label="b"');
  expect(text).toContain('fill="white"');
  expect(text).not.toMatch(/<text|font-face/);
  const png = await readFile(await save(page, 'PNG', testInfo));
  const { width, resolution } = decode(png);
  expect(width).toBe(2025);
  // 300 dpi in pixels per metre.
  expect(resolution).toEqual({ x: 11811, y: 11811, unit: 1 });
  const pdf = await save(page, 'PDF', testInfo);

  for (const { name, reads, draw } of await findPrograms()) {
    const drawn = await draw(reads === 'svg' ? svg : pdf);
    expect(compare(png, drawn), `squares that ${name} draws differently`).toBeLessThan(0.01);
  }
  const written = await execute('pdftotext', ['-layout', pdf, '-']).catch(() => null);
  if (written) {
    expect(written.stdout).toContain('Residual stream');
    expect(written.stdout).toContain('layer');
    expect(written.stdout).toContain('·Mary');
    const { stdout: fonts } = await execute('pdffonts', [pdf]);
    // Two lines of headings.
    for (const font of fonts.trim().split('\n').slice(2)) expect(font).toMatch(/ yes +(yes|no) +yes /);
  } else console.log('Not installed, so texts of PDF files are not read with it: pdftotext.');
  await expect(dialog.getByRole('region', { name: 'Caption' })).toContainText(
    '(a) Residual stream; (b) Attention output. Colours: recovery.',
  );
  await expect(dialog.getByRole('region', { name: 'BibTeX' })).toContainText(`url = {${site.url}/runs/`);
});
