/** The built site as a separate process, for browser tests and benchmarks. */
import { execFileSync, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyMigrations } from '../server/db/migrations';

const START_TIMEOUT_MS = 30_000;

/** Finds a free port of 127.0.0.1. */
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
 * Serves the built site (`npm run build`); resolves when it answers.
 *
 * @param env settings in addition to those of this process; DATA_DIR is the folder of the database, unless DATABASE_URL names
 *   another. It is migrated.
 * @param output of the server; errors of this process's own by default.
 * @param folder of the built checkout; this one by default.
 * @throws Error when it has not answered after 30 s.
 */
export async function startServer(
  port: number,
  env: Record<string, string> & { DATA_DIR: string },
  output: StdioOptions = ['ignore', 'ignore', 'inherit'],
  folder = '.',
): Promise<ChildProcess> {
  await applyMigrations(env['DATABASE_URL'] ?? `file:${path.resolve(env.DATA_DIR, 'patchbay.db')}`);
  const next = path.join('node_modules', 'next', 'dist', 'bin', 'next');
  const server = spawn(process.execPath, [next, 'start', '--hostname', '127.0.0.1', '--port', String(port)], {
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...env },
    stdio: output,
    cwd: folder,
  });
  const giveUp = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(`http://127.0.0.1:${port}/icon.svg`))) {
    if (Date.now() > giveUp || server.exitCode !== null || server.signalCode !== null) {
      await stopServer(server);
      throw new Error(`the site did not answer on port ${port}; has it been built (npm run build)?`);
    }
    await sleep(50);
  }
  return server;
}

/** Kills a server, like a crash; its engine then exits by itself. */
export async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await ended;
}

/** Finds the process id of the engine among the descendants of a server; null without an engine. */
export function findEngine(server: Pick<ChildProcess, 'pid'>): number | null {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const processes = rows
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row)!)
    .map(([, pid, parent, args]) => ({
      pid: Number(pid),
      parent: Number(parent),
      args: args!,
    }));
  const family = new Set([server.pid]);
  // Ids may have wrapped around, so parents can come after their children: repeat until no process is added.
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
