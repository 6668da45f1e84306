/** Real workers of tests and benchmarks: what `npm run worker` starts, as processes that can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export interface WorkerProcess {
  readonly pid: number;
  /** Ends it without a word, with its engine. */
  kill(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
  signal(name: NodeJS.Signals): void;
}

/** Starts a worker. @param env REDIS_URL, and the database of a site that has been migrated. */
export function startWorkerProcess(env: Record<string, string>): WorkerProcess {
  const file = path.resolve('.build/worker/worker.js');
  const worker: ChildProcess = spawn(process.execPath, [file], {
    // oxlint-disable-next-line node/no-process-env
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    worker.kill(signal);
    await ended;
  };
  return {
    pid: worker.pid!,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    signal: (name) => void worker.kill(name),
  };
}
