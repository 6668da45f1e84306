/**
 * `npm run docs:pages [-- dark phone]`: photographs every page of the built site for docs/pages-before-and-after.md: light, dark, at 1280,
 * 1920 and 380 px, and dialogs; or makes the named sheets only. Photographs before the design work are in docs/pages/before.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions } from '@playwright/test';
import { launch } from '../../bench/site/browser';
import { freePort, startServer, stopServer } from '../production-server';
import { fillSite, signUp, writeModel, type Content } from './content';
import { DIALOGS, PAGES, type PageToShow } from './pages';
import { readBefore, writeSheet, type Photograph } from './sheets';

const FOLDER = 'docs/pages';
/** Pages of which there are photographs before the design work, by sheet. */
const BEFORE = [
  ['Gallery', 'Finding', 'Run'],
  ['Run of long prompts', 'New run', 'Runs'],
  ['Compare', 'Models', 'API'],
] as const;
/** Text fades in, and plots are drawn after the first frame. */
const SETTLE_MS = 700;
/** Longest wait for the last request of a page. */
const LOAD_MS = 15_000;
const LAPTOP = { width: 1280, height: 960 };
const PHONE = { width: 380, height: 800 };
const WIDE = { width: 1920, height: 1080 };

const SHEETS = ['light', 'dark', 'phone', 'wide', 'dialogs'] as const;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !SHEETS.some((sheet) => sheet === name));
if (unknown.length > 0)
  throw new Error(`There is no sheet named ${unknown.join(' or ')}. Sheets: ${SHEETS.join(', ')}.`);
const sheets: readonly string[] = asked.length > 0 ? asked : SHEETS;

const data = await mkdtemp(path.join(tmpdir(), 'patchbay-pages-'));
const models = path.join(data, 'models');
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const ADMIN_TOKEN = 'administrator-token-of-the-photographs';
await writeModel(models);
const server = await startServer(port, { DATA_DIR: data, MODELS_DIR: models, ADMIN_TOKEN });
const browser = await launch();
try {
  const [hers, his] = [await browser.newContext(), await browser.newContext()];
  const ada = await signUp(hers, url, 'Ada Sommer');
  const content = await fillSite(ada, await signUp(his, url, 'Ben Okafor'));
  const session = await hers.storageState();
  const photograph = (pages: readonly PageToShow[], look: BrowserContextOptions): Promise<Photograph[]> =>
    takePhotographs(browser, content, pages, { ...look, storageState: session });
  const composer = await browser.newPage();
  const write = (name: string, photographs: readonly Photograph[], columns: number, width: number) =>
    writeSheet(composer, path.join(FOLDER, `${name}.webp`), photographs, { columns, width });

  if (sheets.includes('light')) {
    const light = await photograph(PAGES, { viewport: LAPTOP });
    for (const [at, names] of BEFORE.entries()) {
      const rows = names.map(async (name) => [await readBefore(name), now(light, name)]);
      await write(`before-and-after-${at + 1}`, (await Promise.all(rows)).flat(), 2, 700);
    }
    await write('light', light, 3, 505);
  }
  if (sheets.includes('dark'))
    await write('dark', await photograph(PAGES, { viewport: LAPTOP, colorScheme: 'dark' }), 3, 505);
  if (sheets.includes('phone'))
    await write(
      'phone',
      await photograph(PAGES, { viewport: PHONE, hasTouch: true, isMobile: true }),
      6,
      250,
    );
  if (sheets.includes('wide')) await write('wide', await photograph(PAGES, { viewport: WIDE }), 2, 760);
  if (sheets.includes('dialogs'))
    await write('dialogs', await photograph(DIALOGS, { viewport: LAPTOP }), 3, 505);
} finally {
  await browser.close();
  await stopServer(server);
  await rm(data, { recursive: true, force: true });
}

function now(photographs: readonly Photograph[], name: string): Photograph {
  return { ...photographs.find((taken) => taken.name === name)!, name: `${name}, now` };
}

async function takePhotographs(
  from: Browser,
  content: Content,
  pages: readonly PageToShow[],
  look: BrowserContextOptions,
): Promise<Photograph[]> {
  const context = await from.newContext({ ...look, reducedMotion: 'reduce' });
  // Makes an administrator of the visitor, who sees every page.
  await (await context.newPage()).goto(`${url}/admin?token=${ADMIN_TOKEN}`);
  const taken: Photograph[] = [];
  for (const { name, address, act } of pages) {
    const page = await context.newPage();
    await page.goto(url + address(content));
    // A page that still asks for something by then is photographed as it is.
    await page.waitForLoadState('networkidle', { timeout: LOAD_MS }).catch(() => {});
    await act?.(page);
    await page.waitForTimeout(SETTLE_MS);
    taken.push({ name, image: await page.screenshot({ animations: 'disabled' }) });
    await page.close();
  }
  await context.close();
  return taken;
}
