/** Debian's prometheus over one target, for tests. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../production-server';

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Time in s, and the value as text. */
  readonly value: readonly [number, string];
}

export interface Prometheus {
  /** Evaluates an expression now. @throws Error with Prometheus' words for one that it does not parse. */
  query(expression: string): Promise<Series[]>;
  close(): Promise<void>;
}

/** Whether a program is installed. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Starts to scrape `target`, such as `127.0.0.1:3000`, every half second. */
export async function startPrometheus(target: string, token: string): Promise<Prometheus> {
  const folder = mkdtempSync(path.join(tmpdir(), 'patchbay-prometheus-'));
  writeFileSync(path.join(folder, 'token'), token, { mode: 0o600 });
  writeFileSync(
    path.join(folder, 'prometheus.yml'),
    `global: { scrape_interval: 500ms }
scrape_configs:
  - job_name: patchbay
    authorization: { type: Bearer, credentials_file: token }
    static_configs: [{ targets: ['${target}'] }]
`,
  );
  const port = await freePort();
  const server = spawn(
    'prometheus',
    [
      `--config.file=${path.join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const url = `http://127.0.0.1:${port}`;
  const isReady = (): Promise<boolean> =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (server.exitCode !== null) throw new Error(`prometheus ended with exit code ${server.exitCode}`);
    await sleep(100);
  }
  return {
    async query(expression) {
      const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const { status, data, error } = (await response.json()) as {
        status: string;
        data?: { result: Series[] };
        error?: string;
      };
      if (status !== 'success') throw new Error(`${expression}: ${error}`);
      return data!.result;
    },
    async close() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
