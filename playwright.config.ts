import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

/** A browser of the system's, where Playwright has none of its own; scripts/test.mjs sees to it that there is one. */
const executablePath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file && existsSync(file));

export default defineConfig({
  testDir: 'e2e',
  // Each file starts a site of its own; two engines at once would only slow each other.
  workers: 1,
  timeout: 120_000,
  // On a machine that others load too. A test that passes only the second time is listed as flaky.
  retries: 1,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    actionTimeout: 20_000,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
      ],
    },
  },
});
