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

const [script, ...args] = process.argv.slice(2);
checkNode();
loadEnvironment();
await installDependencies();
await generate();
await buildEngine();
await migrate();
// Ctrl-C reaches the script too, which then shuts down.
process.on('SIGINT', () => {});
await runScript(script, args, { LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' });
