/**
 * A worker thread for work that must not block the event loop and must end in time: parsing and tokenising untrusted text.
 *
 * A thread computes one call at a time, in order of arrival. A call that exceeds its time limit or the thread's memory ends
 * the thread; the next call starts a new one. scripts/set-up.mjs compiles every <name>.worker.ts of the server to
 * .build/workers/; Next's bundler never sees these files.
 */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { unpackError, type SentError } from '../engine/protocol';
import { requestAborted } from '../errors';
import { readThreadCpuMs } from './thread-cpu';

/** Methods of a worker: functions whose argument and result can be cloned (structuredClone). */
export type WorkerMethods<M> = { [N in keyof M]: (input: never) => unknown };

export interface CallOptions {
  /**
   * Limit of the computation's CPU time, in ms, which does not depend on what else the machine does. A call beyond it ends with the
   * reason `timeout`. None when left out.
   */
  readonly cpuMs?: number;
  /**
   * Limit of the computation, in ms; waiting for earlier calls and for the thread to start does not count. The reason is `timeout`,
   * or `stalled` for a call with a limit of CPU time that it has not reached.
   */
  readonly timeoutMs: number;
  /** Rejects the call when it aborts; a waiting call is then never computed. */
  readonly signal?: AbortSignal | undefined;
}

export interface WorkerThread<M extends WorkerMethods<M>> {
  /**
   * Computes one method in the thread.
   *
   * @throws WorkerError when it takes too long, ends the thread or when too many calls wait; the method's error, AppErrors
   *   with code and details; RUN_CANCELLED when `signal` aborts.
   */
  call<N extends keyof M & string>(
    method: N,
    input: Parameters<M[N]>[0],
    options: CallOptions,
  ): Promise<Awaited<ReturnType<M[N]>>>;
  /** Ends the thread and rejects all calls. */
  close(): Promise<void>;
}

export interface WorkerThreadOptions {
  /** The thread's JavaScript. */
  readonly entry: string;
  /** Heap of the thread, in MiB. */
  readonly memoryMb?: number;
  /** Maximum number of waiting calls; more are refused. */
  readonly maxWaiting?: number;
}

/** Failure of a worker thread. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
  constructor(
    readonly reason: 'timeout' | 'stalled' | 'crash' | 'busy' | 'closed',
    message: string,
  ) {
    super(message);
  }
}

/** Whether an error is a failure of the thread, for `reason` if given. Compared by name, since each bundle has its own class. */
export function isWorkerError(error: unknown, reason?: WorkerError['reason']): error is WorkerError {
  if (!(error instanceof Error) || error.name !== 'WorkerError') return false;
  return reason === undefined || (error as WorkerError).reason === reason;
}

/** Messages from the thread. */
export type FromWorker =
  | { readonly type: 'ready'; readonly task: string | null }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: SentError };

/** Messages to the thread. */
export interface ToWorker {
  readonly id: number;
  readonly method: string;
  readonly input: unknown;
}

interface Call extends ToWorker {
  readonly timeoutMs: number;
  readonly cpuMs: number | undefined;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const DEFAULT_MEMORY_MB = 256;
const DEFAULT_MAX_WAITING = 200;
/** How long a thread may take to load its code. */
const START_TIMEOUT_MS = 30_000;
/** Time between two looks at the CPU time of a call, at least, in ms. */
const LOOK_MS = 20;

const KEY = Symbol.for('patchbay.workers');

/** The thread with a name, one per process and shared by all bundles; it starts with its first call. */
export function workerThread<M extends WorkerMethods<M>>(
  name: string,
  options: Omit<WorkerThreadOptions, 'entry'> = {},
): WorkerThread<M> {
  const holder = globalThis as { [KEY]?: Map<string, WorkerThread<M>> };
  const threads = (holder[KEY] ??= new Map());
  let thread = threads.get(name);
  if (!thread) {
    const folder = path.join(/* turbopackIgnore: true */ process.cwd(), '.build', 'workers');
    thread = createWorkerThread<M>({ ...options, entry: path.join(folder, `${name}.worker.js`) });
    threads.set(name, thread);
  }
  return thread;
}

/** Creates a thread. It starts with its first call and does not keep the process alive. */
export function createWorkerThread<M extends WorkerMethods<M>>({
  entry,
  memoryMb = DEFAULT_MEMORY_MB,
  maxWaiting = DEFAULT_MAX_WAITING,
}: WorkerThreadOptions): WorkerThread<M> {
  const waiting: Call[] = [];
  let current: Call | null = null;
  let worker: Worker | null = null;
  let isReady = false;
  let task: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let cpuTimer: NodeJS.Timeout | undefined;
  let nextId = 1;
  let isClosed = false;

  const start = (): Worker => {
    // Hides the path from the bundler.
    const started = new Worker(/* turbopackIgnore: true */ entry, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    started.on('message', (message: FromWorker) => {
      if (worker !== started) return;
      if (message.type === 'ready') {
        isReady = true;
        task = message.task;
        send();
      } else if (message.id === current?.id) {
        if (message.type === 'result') settle((call) => call.resolve(message.value));
        else settle((call) => call.reject(unpackError(message.error)));
      }
    });
    const ended = (how: string): void => {
      if (worker === started) abandon(new WorkerError('crash', `The worker ${entry} ended: ${how}.`));
    };
    started.on('error', (error) => ended(error.message));
    started.on('exit', (code) => ended(`exit code ${code}`));
    return started;
  };

  /** Starts the next call if none is running. */
  const next = (): void => {
    if (current !== null) return;
    current = waiting.shift() ?? null;
    if (current === null) {
      worker?.unref();
      return;
    }
    worker ??= start();
    worker.ref();
    if (isReady) send();
    else limit(START_TIMEOUT_MS, 'start', 'stalled');
  };
  const send = (): void => {
    if (current === null) return;
    const { id, method, input, timeoutMs, cpuMs } = current;
    limit(timeoutMs, method, cpuMs === undefined ? 'timeout' : 'stalled');
    if (cpuMs !== undefined) limitCpu(cpuMs, method, readThreadCpuMs(task) + cpuMs);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker?.postMessage({ id, method, input } satisfies ToWorker);
  };
  const limit = (ms: number, what: string, reason: WorkerError['reason']): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => abandon(new WorkerError(reason, `The worker's ${what} took more than ${ms} ms.`)),
      ms,
    );
  };
  /** Looks again when the thread could have used the rest of its time. @param end CPU time of the thread, in ms. */
  const limitCpu = (cpuMs: number, what: string, end: number): void => {
    cpuTimer = setTimeout(
      () => {
        if (readThreadCpuMs(task) < end) return limitCpu(cpuMs, what, end);
        const message = `The worker's ${what} took more than ${cpuMs} ms of CPU time.`;
        return abandon(new WorkerError('timeout', message));
      },
      Math.max(LOOK_MS, end - readThreadCpuMs(task)),
    );
  };
  const settle = (how: (call: Call) => void): void => {
    clearTimeout(timer);
    clearTimeout(cpuTimer);
    const call = current;
    current = null;
    if (call) how(call);
    next();
  };
  /** Ends the thread together with the running call. */
  const abandon = (error: WorkerError): void => {
    const given = worker;
    worker = null;
    isReady = false;
    void given?.terminate();
    settle((call) => call.reject(error));
  };

  return {
    call: (method, input, { timeoutMs, cpuMs, signal }) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new WorkerError('closed', `The worker ${entry} has been closed.`));
        if (signal?.aborted) return reject(requestAborted());
        if (waiting.length >= maxWaiting) {
          const message = `${waiting.length} calls are waiting for the worker ${entry}; no more are accepted.`;
          return reject(new WorkerError('busy', message));
        }
        const onAbort = (): void => {
          const at = waiting.indexOf(call);
          if (at >= 0) waiting.splice(at, 1);
          // A running call is not stopped: starting a thread costs more than most calls.
          call.reject(requestAborted());
        };
        const finish =
          <V>(then: (value: V) => void) =>
          (value: V): void => {
            signal?.removeEventListener('abort', onAbort);
            then(value);
          };
        const call: Call = {
          id: nextId++,
          method,
          input,
          timeoutMs,
          cpuMs,
          resolve: finish(resolve as (value: unknown) => void),
          reject: finish(reject),
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.push(call);
        next();
      }),
    async close() {
      isClosed = true;
      const error = new WorkerError('closed', `The worker ${entry} has been closed.`);
      for (const call of waiting.splice(0)) call.reject(error);
      const ending = worker?.terminate();
      abandon(error);
      await ending;
    },
  };
}
