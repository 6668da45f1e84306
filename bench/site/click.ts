/**
 * `npm run bench -- --click`: the time from the click on Run to the heatmaps.
 *
 * The notebook's eight sweeps on the bundled model, from the form of the built site. Times are measured in the page: from the
 * click to the frames in which the first and the last heatmap are drawn.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { freePort, startServer, stopServer } from '../../scripts/production-server';
import { launch } from './browser';

const TURNS = 7;
/** The notebook's sweeps; each is a heatmap. */
const HEATMAPS = 8;

const data = await mkdtemp(path.join(tmpdir(), 'patchbay-bench-'));
const port = await freePort();
const server = await startServer(port, { DATA_DIR: data, SEED_GALLERY: '0' });
const browser = await launch();
try {
  const rows = [];
  for (let turn = 1; turn <= TURNS; turn++) {
    const page = await browser.newPage({ viewport: { width: 1400, height: 2400 } });
    await page.goto(`http://127.0.0.1:${port}/runs/new`);
    const presets = page.getByRole('group', { name: 'Start from' });
    await presets.getByRole('button', { name: 'Indirect object identification' }).click();
    await page.getByLabel('Compute again even if stored').check();
    // Requests of the form, such as the baseline and the first result, are not part of the measurement.
    await page.getByText(/Mean logit difference/).waitFor();
    await page.waitForLoadState('networkidle');
    const { first, all } = await measure(page);
    rows.push({ turn, 'first heatmap ms': first.toFixed(0), 'last heatmap ms': all.toFixed(0) });
    await page.close();
  }
  console.table(rows);
} finally {
  await browser.close();
  await stopServer(server);
  await rm(data, { recursive: true, force: true });
}

/** Clicks Run and waits: times from the click in ms. */
function measure(page: Page): Promise<{ first: number; all: number }> {
  // As text, because functions compiled by tsx call a helper that the page does not have.
  return page.evaluate(`new Promise((resolve) => {
    const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Run');
    const clicked = performance.now();
    button.click();
    let first = 0;
    const look = () => {
      // The form shows a heatmap too: its first result.
      const isRunPage = document.querySelector('[data-testid="status"]') !== null;
      const count = isRunPage ? document.querySelectorAll('[aria-roledescription="heatmap"]').length : 0;
      if (count > 0) first ||= performance.now() - clicked;
      if (count < ${HEATMAPS}) requestAnimationFrame(look);
      else resolve({ first, all: performance.now() - clicked });
    };
    look();
  })`);
}
