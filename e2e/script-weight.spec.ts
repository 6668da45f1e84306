/** What pages load before anybody scrolls or opens anything, compressed, and that nothing moves while the rest is loaded. */
import type { Page } from '@playwright/test';
import { expect, testWithSite } from './site';

const test = testWithSite();

/** A page may change after its last request; it counts what comes within this time. */
const SETTLE_MS = 1500;
const MAX_LAYOUT_SHIFT = 0.02;

interface PublishedFinding {
  readonly slug: string;
  readonly run: { readonly id: string };
}

let finding: PublishedFinding;

test.beforeAll(async ({ site }) => {
  const read = async (): Promise<PublishedFinding[]> => {
    const { data } = await site.graphql('{ findings(first: 2) { edges { node { slug run { id } } } } }');
    return data.findings.edges.map(({ node }: { node: PublishedFinding }) => node);
  };
  await expect.poll(async () => (await read()).length, { timeout: 120_000 }).toBe(2);
  finding = (await read()).find(({ slug }) => slug.startsWith('indirect-objects'))!;
});

test('each page stays within its budget of scripts, and nothing moves', async ({ page, site }) => {
  // In kB, as transferred. Targets: 200 for the gallery, 300 for a finding. Lower a budget when a page has become lighter.
  const budgets: readonly [address: string, kilobytes: number][] = [
    ['/', 200],
    [`/findings/${finding.slug}`, 296],
    [`/runs/${finding.run.id}`, 284],
    ['/runs/new', 300],
  ];
  for (const [address, kilobytes] of budgets) {
    const scripts = await watchScripts(page);
    await page.goto(`${site.url}${address}`, { waitUntil: 'networkidle' });
    await page.waitForTimeout(SETTLE_MS);
    expect(scripts.total() / 1000, `kB of scripts of ${address}`).toBeLessThan(kilobytes);
    await scrollThrough(page);
    expect(await readLayoutShift(page), `layout shift of ${address}`).toBeLessThan(MAX_LAYOUT_SHIFT);
    await scripts.stop();
  }
});

test('the charts of a finding are loaded when they come into view', async ({ page, site }) => {
  await page.goto(`${site.url}/findings/${finding.slug}`, { waitUntil: 'networkidle' });
  const charts = page.getByRole('region', { name: 'Charts' });
  await expect(charts.locator('.recharts-wrapper')).toHaveCount(0);
  await charts.scrollIntoViewIfNeeded();
  await expect(charts.locator('.recharts-wrapper > svg').first()).toBeVisible();
});

/** Counts the bytes of scripts that a page receives with an empty cache. */
async function watchScripts(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  const received = new Map<string, number>();
  devtools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') received.set(requestId, 0);
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (received.has(requestId)) received.set(requestId, encodedDataLength);
  });
  return {
    total: () => [...received.values()].reduce((sum, bytes) => sum + bytes, 0),
    stop: () => devtools.detach(),
  };
}

async function scrollThrough(page: Page): Promise<void> {
  for (let step = 0; step < 12; step++) {
    await page.mouse.wheel(0, 500);
    await page.waitForTimeout(80);
  }
  await page.waitForLoadState('networkidle');
}

/** All shifts since the page was opened, except those within half a second of an input. */
function readLayoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
            if (!shift.hadRecentInput) sum += shift.value;
          }
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );
}
