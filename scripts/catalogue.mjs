/**
 * The component catalogue: `npm run catalogue` serves it with hot reload; with `build` it is built, with `test` its stories are
 * checked, and with `update` their pictures in the repository are replaced where they differ.
 */
import { buildCatalogue, fail, generate, installDependencies, runPackage } from './set-up.mjs';

const STORYBOOK = ['storybook', 'dist/bin/dispatcher.js'];
const [mode = 'serve', ...rest] = process.argv.slice(2);

await installDependencies();
await generate();
if (mode === 'serve') {
  const options = [
    'dev',
    '--port',
    '6006',
    '--host',
    '127.0.0.1',
    '--no-open',
    '--no-version-updates',
    ...rest,
  ];
  await runPackage(...STORYBOOK, options, { STORYBOOK_DISABLE_TELEMETRY: '1' });
} else if (mode === 'build') {
  await buildCatalogue();
} else if (mode === 'test' || mode === 'update') {
  await buildCatalogue();
  const options = mode === 'update' ? ['--update-snapshots=all'] : [];
  await runPackage('@playwright/test', 'cli.js', [
    'test',
    '--config',
    'playwright.catalogue.config.ts',
    ...options,
    ...rest,
  ]);
} else {
  fail(`Unknown mode '${mode}': use build, test or update.`);
}
