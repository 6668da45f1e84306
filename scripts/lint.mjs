/** `npm run lint`: oxlint with types and import rules, then Prettier. `npm test` runs the same. */
import { fileURLToPath } from 'node:url';
import { runPackage } from './set-up.mjs';

/** Ends the process with the exit code of the first check that fails. */
export async function lint() {
  await runPackage('oxlint', 'bin/oxlint', ['--type-aware', '--max-warnings', '0']);
  await runPackage('prettier', 'bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await lint();
