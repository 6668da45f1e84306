/**
 * `node scripts/prune-lock.mjs`, after each `npm install`: removes optional builds for other platforms that the registry could
 * not resolve from package-lock.json. `npm ci` refuses a lock file that names packages without an entry.
 */
import { readFile, writeFile } from 'node:fs/promises';

const lock = JSON.parse(await readFile('package-lock.json', 'utf8'));
const held = new Set(Object.keys(lock.packages));
let removed = 0;
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    // Like Node's resolution: the folder of the package first, then those above it.
    const parents = place
      .split('/node_modules/')
      .map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'));
    const places = [`node_modules/${name}`, ...parents.map((parent) => `${parent}/node_modules/${name}`)];
    if (places.some((candidate) => held.has(candidate))) continue;
    delete entry.optionalDependencies[name];
    removed++;
  }
  if (entry.optionalDependencies && Object.keys(entry.optionalDependencies).length === 0)
    delete entry.optionalDependencies;
}
await writeFile('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`Removed ${removed} optional dependencies that the lock file does not hold.`);
