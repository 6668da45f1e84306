/**
 * Builds what an image serves, without installing packages or making a database: generated code, the engine, the site, and the
 * program that migrates the database.
 */
import { checkNode, buildEngine, buildSite, generate, runPackage } from '../scripts/set-up.mjs';

checkNode();
await generate();
await buildEngine();
await buildSite();
await runPackage('esbuild', 'bin/esbuild', [
  'scripts/migrate.ts',
  '--bundle',
  '--platform=node',
  '--format=esm',
  '--packages=external',
  '--log-level=warning',
  '--outfile=.build/migrate.js',
]);
