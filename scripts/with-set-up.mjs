/** Runs a command such as `npm run models -- install gpt2`, after the set-up of a fresh clone. */
import {
  buildEngine,
  checkNode,
  generate,
  installDependencies,
  loadEnvironment,
  migrate,
  runScript,
} from './set-up.mjs';

/** For a command that must find the database as it is. */
const KEEP = '--keep-database';

const [script, ...args] = process.argv.slice(2).filter((one) => one !== KEEP);
checkNode();
loadEnvironment();
await installDependencies();
await generate();
await buildEngine();
if (process.argv[2] !== KEEP) await migrate();
// Ctrl-C reaches the script too, which then shuts down.
process.on('SIGINT', () => {});
await runScript(script, args, { LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' });
