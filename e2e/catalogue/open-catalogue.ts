/** The built catalogue in a browser: its files are served from disk, and a request to anything else is refused and reported. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';

const FOLDER = path.resolve('.build/catalogue');
/** No such host exists; every request to it is answered from the folder. */
export const CATALOGUE_ORIGIN = 'http://catalogue.test';
/** Of a phone; the widths of pictures. */
export const NARROW = 380;
export const HEIGHT = 480;
/** Stories show the time that has passed. */
const NOW = '2026-11-26T12:00:00Z';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

export interface StoryEntry {
  readonly id: string;
  /** `site/Notice`. */
  readonly title: string;
  /** `An error`. */
  readonly name: string;
}

/** Stories of the built catalogue. @throws Error if it was not built. */
export function listStories(): StoryEntry[] {
  const file = path.join(FOLDER, 'index.json');
  if (!existsSync(file)) throw new Error('The catalogue is not built. Run `npm run catalogue:build` first.');
  const { entries } = JSON.parse(readFileSync(file, 'utf8')) as {
    entries: Record<string, StoryEntry & { type: string }>;
  };
  return Object.values(entries).filter(({ type }) => type === 'story');
}

export interface CataloguePage {
  readonly page: Page;
  /** Errors of the console, uncaught ones, and refused requests since the last call. */
  takeProblems(): string[];
}

/** Opens a file of the catalogue. */
export async function openCatalogue(browser: Browser, file: string): Promise<CataloguePage> {
  const context = await browser.newContext({
    viewport: { width: NARROW, height: HEIGHT },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const problems: string[] = [];
  await context.route('**/*', async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const wanted = path.join(FOLDER, decodeURIComponent(pathname));
    const body = origin === CATALOGUE_ORIGIN ? await readFile(wanted).catch(() => null) : null;
    if (body !== null)
      return route.fulfill({ body, contentType: TYPES[path.extname(wanted)] ?? 'application/octet-stream' });
    problems.push(`request to ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date(NOW));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${CATALOGUE_ORIGIN}/${file}`);
  return { page, takeProblems: () => problems.splice(0) };
}
