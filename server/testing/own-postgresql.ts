/** A PostgreSQL server of its own, whose processes may be killed: `.ci/run` starts one for all tests, this is for those that harm it. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const START_MS = 60_000;
const USER = 'patchbay';

export interface OwnPostgresql {
  readonly port: number;
  /** URL of a database through a port; by default the server's own. */
  readonly url: (database: string, port?: number) => string;
  /** Of the main process; null between kill and start. */
  readonly pid: () => number | null;
  readonly isRunning: () => boolean;
  /** Kills all of its processes at once, as a crash of its machine would, without what its disk loses then. */
  kill(): Promise<void>;
  /** Starts it again; resolves when it answers. @param env of its processes. @throws Error when it does not within a minute. */
  start(env?: Record<string, string>): Promise<void>;
}

/** What runs PostgreSQL here, or why nothing does. */
export function findPostgresql(): { readonly bin: string; readonly user: UserIds | null } | string {
  const bin = ['/usr/lib/postgresql', '/usr/local/lib/postgresql']
    .flatMap((folder) =>
      existsSync(folder) ? readdirSync(folder).map((version) => path.join(folder, version, 'bin')) : [],
    )
    .toSorted()
    .findLast((folder) => existsSync(path.join(folder, 'initdb')));
  if (bin === undefined) return 'PostgreSQL is not installed';
  if (process.getuid?.() !== 0) return { bin, user: null };
  // It refuses to run as root.
  const user = findUser('postgres');
  return user === null ? 'there is no user postgres, and PostgreSQL does not run as root' : { bin, user };
}

interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

function findUser(name: string): UserIds | null {
  try {
    const read = (flag: string): number => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }));
    return { uid: read('-u'), gid: read('-g') };
  } catch {
    return null;
  }
}

/**
 * Makes and starts a server.
 *
 * @param folder that its user can reach; it is created, or is empty.
 * @param output of its log.
 * @throws Error where it cannot run; `findPostgresql` says why.
 */
export async function startOwnPostgresql(
  folder: string,
  port: number,
  output: number,
): Promise<OwnPostgresql> {
  const found = findPostgresql();
  if (typeof found === 'string') throw new Error(found);
  const { bin, user } = found;
  const data = path.join(folder, 'data');
  mkdirSync(folder, { recursive: true });
  const passwordFile = path.join(folder, 'password');
  const password = randomBytes(16).toString('hex');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const file of [folder, passwordFile]) chownSync(file, user.uid, user.gid);
  const options = [
    '-D',
    data,
    '-U',
    USER,
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ];
  execFileSync(path.join(bin, 'initdb'), options, { ...user, cwd: folder, stdio: 'pipe' });
  rmSync(passwordFile);
  const url = (database: string, at = port): string =>
    `postgresql://${USER}:${password}@127.0.0.1:${at}/${database}`;
  let server: ChildProcess | null = null;
  const start = async (env: Record<string, string> = {}): Promise<void> => {
    const settings = [
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder}`,
      'max_connections=200',
      'shared_buffers=32MB',
      'min_wal_size=32MB',
      'max_wal_size=64MB',
      // Otherwise a killed server may find the memory of the one before it in use.
      'dynamic_shared_memory_type=mmap',
    ];
    const until = performance.now() + START_MS;
    while (performance.now() < until) {
      if (!server) {
        const child = spawn(
          path.join(bin, 'postgres'),
          ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])],
          {
            ...user,
            cwd: folder,
            stdio: ['ignore', output, output],
            // oxlint-disable-next-line node/no-process-env
            env: { ...process.env, ...env },
            detached: true,
          },
        );
        server = child;
        child.once('exit', () => {
          if (server === child) server = null;
        });
      }
      if (await answers(url('postgres'))) return;
      await sleep(100);
    }
    throw new Error('PostgreSQL has not started within a minute');
  };
  const kill = async (): Promise<void> => {
    const killed = server;
    if (!killed) return;
    const ended = new Promise((resolve) => killed.once('exit', resolve));
    for (const pid of listChildren(killed.pid!)) tryKill(pid);
    killed.kill('SIGKILL');
    await ended;
    // Children see the end of their parent and leave; a new server waits for them.
  };
  await start();
  return { port, url, pid: () => server?.pid ?? null, isRunning: () => server !== null, kill, start };
}

/** Processes of a PostgreSQL server beside its main process. */
export function listChildren(parent: number): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid]) => pid!);
}

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
