/** `npm run worker`: from a fresh clone to a worker that computes for a site; needs REDIS_URL and the site's database. */
import { pathToFileURL } from 'node:url';
import {
  buildEngine,
  checkNode,
  generate,
  installDependencies,
  loadEnvironment,
  migrate,
} from './set-up.mjs';

checkNode();
loadEnvironment();
process.env.NODE_ENV ||= 'production';
await installDependencies();
await generate();
await buildEngine();
await migrate();
if (process.env.npm_lifecycle_event) {
  // A killed npm does not signal its children.
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && process.kill(process.pid, 'SIGTERM'), 1000).unref();
}
await import(pathToFileURL('.build/worker/worker.js').href);
