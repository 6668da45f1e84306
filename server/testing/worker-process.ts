/** Real workers of tests and benchmarks: what `npm run worker` starts, as processes that can be killed. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import path from 'node:path';

export interface WorkerProcess {
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it without a word, with its engine. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
  signal(name: NodeJS.Signals): void;
}

/** Starts a worker. @param env REDIS_URL, and the database of a site that has been migrated. */
export function startWorkerProcess(
  env: Record<string, string>,
  output: StdioOptions = ['ignore', 'ignore', 'inherit'],
): WorkerProcess {
  const file = path.resolve('.build/worker/worker.js');
  const worker: ChildProcess = spawn(process.execPath, [file], {
    // oxlint-disable-next-line node/no-process-env
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error', ...env },
    stdio: output,
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    worker.kill(signal);
    await ended;
  };
  return {
    pid: worker.pid!,
    ended,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    signal: (name) => void worker.kill(name),
  };
}
