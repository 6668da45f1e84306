/**
 * `npm start`: from a fresh clone to a running site in one command; a second start takes seconds.
 *
 * `npm start -- --port 4000 --host 0.0.0.0`, or PORT and HOST. `--dev` serves with hot reload instead.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readAddresses, readAdministratorAddress } from './addresses.mjs';
import { readStartFlags } from './start-flags.mjs';
import {
  buildEngine,
  checkNode,
  fail,
  generate,
  installDependencies,
  loadEnvironment,
  migrate,
  prepare,
} from './set-up.mjs';

checkNode();
loadEnvironment();
const { port, host, dev } = readFlags();
await checkPort();

if (dev) {
  await installDependencies();
  await generate();
  await buildEngine();
  await migrate();
} else {
  await prepare();
}

if (!existsSync(path.join(process.env.MODELS_DIR || 'models', 'gpt2')) && !existsSync('models/gpt2')) {
  console.log('GPT-2 small is not installed: npm run models -- install gpt2 (550 MB), or the page Models.');
}
const mode = dev ? 'dev' : 'start';
const next = path.join('node_modules', 'next', 'dist', 'bin', 'next');
const server = spawn(process.execPath, [next, mode, '--hostname', host, '--port', String(port)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    HOST: host,
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
if (process.env.npm_lifecycle_event) {
  // A killed npm does not signal its children, so the site would keep the port.
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && server.kill('SIGTERM'), 1000).unref();
}
server.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 0)));
await printAddresses();

/** Reads the command line, or ends the process with one line about the error. */
function readFlags() {
  try {
    return readStartFlags(process.argv.slice(2), process.env);
  } catch (error) {
    return fail(error.message, 2);
  }
}

/** Prints the addresses for visitors and administrators once the site answers. */
async function printAddresses() {
  const { address, note } = readAddresses({ host, port, env: process.env });
  while (!(await answers(address))) await sleep(200);
  console.log(`
Patchbay:       ${address}
Administrator:  ${readAdministratorAddress(address, process.env)}
The browser that opens the second address becomes an administrator. Keep it secret.`);
  if (note !== null) console.log(note);
}

/** Whether the site answers, with any status. */
function answers(address) {
  return fetch(`${address}/icon.svg`).then(
    () => true,
    () => false,
  );
}

/** Reports a taken port before anything is built. */
async function checkPort() {
  const probe = net.createServer();
  await new Promise((resolve) => {
    probe.once('error', (error) => {
      if (error.code === 'EADDRINUSE') {
        fail(
          `Port ${port} is taken. Stop the program that uses it, or use another port: npm start -- --port ${port + 1}`,
        );
      }
      fail(`Cannot listen on ${host}:${port}: ${error.message}`);
    });
    probe.listen(port, host, () => probe.close(resolve));
  });
}
