/** Pages on a slow machine: Largest Contentful Paint with a slowed processor, and bytes transferred. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { percentile } from '../statistics';

/** The same as "mid-tier mobile" in Chromium's developer tools. */
const SLOWDOWN = 4;
/** LCP may change after the load event; the last value within this time is used. */
const SETTLE_MS = 1500;
const LOADS = 7;

/** Starts Chromium like the browser tests. */
export function launch(): Promise<Browser> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (file) => existsSync(file),
  );
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** Loads a page several times with an empty cache, and again with a full one. */
export async function measurePaint(browser: Browser, name: string, url: string) {
  const loads: { cold: Paint; warm: Paint }[] = [];
  for (let at = 0; at < LOADS; at++) {
    const context = await browser.newContext();
    const cold = await readPaint(context, url);
    const warm = await readPaint(context, url);
    loads.push({ cold, warm });
    await context.close();
  }
  return (['cold', 'warm'] as const).map((cache) => {
    const paints = loads.map((load) => load[cache]);
    const times = paints.map(({ lcpMs }) => lcpMs);
    return {
      page: name,
      cache,
      'LCP median ms': percentile(times, 0.5).toFixed(0),
      'LCP max ms': Math.max(...times).toFixed(0),
      'FCP median ms': percentile(
        paints.map(({ fcpMs }) => fcpMs),
        0.5,
      ).toFixed(0),
      element: [...new Set(paints.map(({ element }) => element))].join(', '),
    };
  });
}

interface Paint {
  readonly lcpMs: number;
  readonly fcpMs: number;
  readonly element: string;
}

async function readPaint(context: BrowserContext, url: string): Promise<Paint> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.addInitScript(() => {
    const seen = window as unknown as { lcp: { ms: number; element: string } };
    seen.lcp = { ms: Number.NaN, element: '' };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { element } = entry as PerformanceEntry & { element: Element | null };
        seen.lcp = { ms: entry.startTime, element: element?.tagName.toLowerCase() ?? '' };
      }
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForTimeout(SETTLE_MS);
  const paint = await page.evaluate(() => ({
    ...(window as unknown as { lcp: { ms: number; element: string } }).lcp,
    fcpMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  }));
  await page.close();
  return { lcpMs: paint.ms, fcpMs: paint.fcpMs, element: paint.element };
}

/** Bytes that a first visit of a page transfers, compressed, including everything that is fetched ahead. */
export async function measureTransfer(browser: Browser, name: string, url: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const received = await watchTransfer(page, context);
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.waitForTimeout(SETTLE_MS);
  const sum = (type: string): number =>
    [...received.values()].reduce((total, one) => total + (one.type === type ? one.bytes : 0), 0);
  const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);
  await context.close();
  return {
    page: name,
    requests: received.size,
    'scripts kB': kilobytes(sum('Script')),
    'document kB': kilobytes(sum('Document')),
    'styles kB': kilobytes(sum('Stylesheet')),
    'fetched by scripts kB': kilobytes(sum('Fetch') + sum('XHR')),
  };
}

async function watchTransfer(page: Page, context: BrowserContext) {
  const received = new Map<string, { type: string; bytes: number }>();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (!response.url.startsWith('data:')) received.set(requestId, { type, bytes: 0 });
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = received.get(requestId);
    if (one) one.bytes = encodedDataLength;
  });
  return received;
}
