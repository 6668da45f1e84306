/**
 * `npm start`: from a fresh clone to a running site in one command; a second start takes seconds.
 *
 * `npm start -- --port 4000 --host 0.0.0.0`, or PORT and HOST. `--dev` serves with hot reload instead.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
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
const { values } = parseArgs({
  options: {
    port: { type: 'string', short: 'p' },
    host: { type: 'string', short: 'H' },
    dev: { type: 'boolean' },
  },
});
const port = Number(values.port ?? process.env.PORT ?? 3000);
const host = values.host ?? process.env.HOST ?? '127.0.0.1';
if (!Number.isInteger(port) || port < 1 || port > 65535)
  fail(`PORT must be 1 to 65535, not '${values.port ?? process.env.PORT}'.`);
await checkPort();

if (values.dev) {
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
const mode = values.dev ? 'dev' : 'start';
const next = path.join('node_modules', 'next', 'dist', 'bin', 'next');
const server = spawn(process.execPath, [next, mode, '--hostname', host, '--port', String(port)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    HOST: host,
    NODE_ENV: values.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
if (process.env.npm_lifecycle_event) {
  // An npm that is killed tells nobody, and the site would keep the port.
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && server.kill('SIGTERM'), 1000).unref();
}
server.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 0)));

/** Says before any building that the port is taken, rather than after. */
async function checkPort() {
  const probe = net.createServer();
  await new Promise((resolve) => {
    probe.once('error', (error) => {
      if (error.code === 'EADDRINUSE') {
        fail(
          `Port ${port} is taken. Stop what listens there, or take another: npm start -- --port ${port + 1}`,
        );
      }
      fail(`Cannot listen on ${host}:${port}: ${error.message}`);
    });
    probe.listen(port, host, () => probe.close(resolve));
  });
}
