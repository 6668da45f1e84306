/** The built site as a process of its own, for browser tests and benchmarks: its own data, a free port, an end. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyMigrations } from '../server/db/migrations';

const START_TIMEOUT_MS = 30_000;

/** A port of 127.0.0.1 that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Serves what `npm run build` has built; resolves when it answers.
 *
 * @param env settings beside this process's; DATA_DIR names the folder of the database, which is migrated.
 * @throws Error when it has not answered after 30 s.
 */
export async function startServer(
  port: number,
  env: Record<string, string> & { DATA_DIR: string },
): Promise<ChildProcess> {
  await applyMigrations(`file:${path.resolve(env.DATA_DIR, 'patchbay.db')}`);
  const next = path.join('node_modules', 'next', 'dist', 'bin', 'next');
  const server = spawn(process.execPath, [next, 'start', '--hostname', '127.0.0.1', '--port', String(port)], {
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const giveUp = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(`http://127.0.0.1:${port}/icon.svg`))) {
    if (Date.now() > giveUp || server.exitCode !== null) {
      await stopServer(server);
      throw new Error(`the site did not answer on port ${port}; has it been built (npm run build)?`);
    }
    await sleep(50);
  }
  return server;
}

/** Ends a server at once, as a crash would; its engine follows by itself. */
export async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await ended;
}

/** Process id of the engine among a server's descendants; null while there is none. */
export function findEngine(server: ChildProcess): number | null {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const processes = rows
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row)!)
    .map(([, pid, parent, args]) => ({
      pid: Number(pid),
      parent: Number(parent),
      args: args!,
    }));
  const family = new Set([server.pid]);
  // Parents have smaller ids than their children, as long as ids have not wrapped around: look until nothing is added.
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return (
    processes.find(({ pid, args }) => family.has(pid) && args.includes('engine/process.js'))?.pid ?? null
  );
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ status }) => status === 200,
    () => false,
  );
}
