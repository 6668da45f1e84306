import { defineConfig } from '@playwright/test';
import base from './playwright.config';

const { launchOptions } = base.use!;

/** The walk over the component catalogue. It needs no site, so that several processes share the stories. */
export default defineConfig({
  ...base,
  testDir: 'e2e/catalogue',
  testIgnore: [],
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  retries: 0,
  reporter: [['dot']],
  use: {
    ...base.use,
    trace: 'off',
    launchOptions: {
      ...launchOptions,
      // Glyphs are drawn alike whatever the machine's settings of fonts and colours.
      args: [
        ...launchOptions!.args!,
        '--font-render-hinting=none',
        '--disable-lcd-text',
        '--force-color-profile=srgb',
      ],
    },
  },
});
