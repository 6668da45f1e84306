import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

/** The system's browser, preferred to Playwright's own. scripts/test.mjs makes sure that one of them exists. */
const executablePath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file && existsSync(file));

export default defineConfig({
  testDir: 'e2e',
  // It has a configuration of its own.
  testIgnore: 'catalogue/**',
  // Each file starts its own site, and two engines would slow each other down.
  workers: 1,
  timeout: 120_000,
  // For machines under load. A test that passes only the second time is listed as flaky.
  retries: 1,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    actionTimeout: 20_000,
    trace: 'on-first-retry',
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
