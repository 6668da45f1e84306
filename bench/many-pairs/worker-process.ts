/** The worker of worker.ts and its engine as processes: processor time, memory, and their end. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { processTime } from '../process-time';

/** Of the worker and of its engine. */
export interface Both {
  readonly worker: number;
  readonly engine: number;
}

export interface Worker {
  /** Processor time since each process was started, in ms. */
  readProcessorMs(): Both;
  /** Resident memory, in MB. */
  readMemoryMb(): Both;
  /** Ends the worker at once; its engine ends because it is disconnected. */
  killWorker(): Promise<void>;
  /** Ends the engine at once; the worker starts another. */
  killEngine(): void;
  stop(): Promise<void>;
}

/** @param dataDir of the database whose queue it works on. */
export function startWorker(dataDir: string): Worker {
  const env = { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error', RUN_LEASE_MS: '2000' };
  const child = fork(path.resolve('bench', 'many-pairs', 'worker.ts'), [], { env, stdio: 'inherit' });
  const both = (read: (pid: number) => number): Both => {
    const engine = findEngine(child.pid!);
    return { worker: read(child.pid!), engine: engine === null ? 0 : read(engine) };
  };
  return {
    readProcessorMs: () => both(processTime),
    readMemoryMb: () => both(residentMb),
    killWorker: () => end(child, 'SIGKILL'),
    killEngine() {
      const engine = findEngine(child.pid!);
      if (engine !== null) process.kill(engine, 'SIGKILL');
    },
    stop: () => end(child, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** The child of a worker that runs the engine; null while none is running. */
function findEngine(pid: number): number | null {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return children.find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('engine')) ?? null;
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}
