/** The site for a test file: a fresh database, a free port, processes that can be killed. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { findEngine, freePort, startServer, stopServer } from '../scripts/production-server';

/** The same for all sites of the tests. */
const ADMIN_TOKEN = 'administrator-token-of-the-browser-tests';

export interface Site {
  readonly url: string;
  /** Makes an administrator of the browser that opens it, as the address that `npm start` prints. */
  readonly administratorAddress: string;
  /** Sends an operation to the API, with a cookie if one is given. */
  graphql(query: string, variables?: object, cookie?: string): Promise<GraphqlAnswer>;
  /** Kills the engine process, as the kernel does when memory runs out. */
  killEngine(): void;
  /** Kills the web server and starts another one on the same data. */
  restart(): Promise<void>;
}

export interface GraphqlAnswer {
  // oxlint-disable-next-line typescript/no-explicit-any -- the type depends on the operation
  readonly data: any;
  readonly errors?: {
    message: string;
    extensions: { code: string; issues?: { path: string; message: string }[] };
  }[];
  readonly cookie: string | null;
}

/** Creates a test function with a site that all tests of a file share. */
export function testWithSite(env: Record<string, string> = {}) {
  return base.extend<object, { site: Site }>({
    page: async ({ page }, use) => {
      waitForHydration(page);
      await use(page);
    },
    site: [
      // oxlint-disable-next-line no-empty-pattern -- Playwright reads the destructured names
      async ({}, use) => {
        const data = await mkdtemp(path.join(tmpdir(), 'patchbay-e2e-'));
        const port = await freePort();
        const site = await startSite(port, { DATA_DIR: data, RUN_LEASE_MS: '3000', ADMIN_TOKEN, ...env });
        await use(site);
        await site.stop();
        await rm(data, { recursive: true, force: true });
      },
      { scope: 'worker', timeout: 60_000 },
    ],
  });
}

export { expect };

/**
 * Makes `goto` and `reload` wait until React has hydrated the page: an earlier click does nothing. Tests that open a page
 * themselves call it too.
 */
export function waitForHydration(page: Page): Page {
  // React adds properties to the elements that it has hydrated.
  const isHydrated = (): Promise<boolean> =>
    page.evaluate(() => {
      const main = document.querySelector('main');
      return main === null || Object.keys(main).some((key) => key.startsWith('__react'));
    });
  const [goTo, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (...args) => {
    const response = await goTo(...args);
    await expect.poll(isHydrated).toBe(true);
    return response;
  };
  page.reload = async (...args) => {
    const response = await reload(...args);
    await expect.poll(isHydrated).toBe(true);
    return response;
  };
  return page;
}

/** Collects the origins of all requests of a page. */
export function watchOrigins(page: Page): Set<string> {
  const origins = new Set<string>();
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http')) origins.add(origin);
  });
  return origins;
}

async function startSite(
  port: number,
  env: Record<string, string> & { DATA_DIR: string },
): Promise<Site & { stop(): Promise<void> }> {
  const url = `http://127.0.0.1:${port}`;
  let server = await startServer(port, env);
  return {
    url,
    administratorAddress: `${url}/admin?token=${ADMIN_TOKEN}`,
    async graphql(query, variables = {}, cookie = '') {
      const response = await fetch(`${url}/api/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as Omit<GraphqlAnswer, 'cookie'>;
      return { ...answer, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? null };
    },
    killEngine() {
      const engine = findEngine(server);
      if (engine === null) throw new Error('there is no engine process');
      process.kill(engine, 'SIGKILL');
    },
    async restart() {
      await stopServer(server);
      server = await startServer(port, env);
    },
    stop: () => stopServer(server),
  };
}
