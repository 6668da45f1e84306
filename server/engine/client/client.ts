/**
 * The one door to the engine: what services call.
 *
 * The engine is a child process that is started at once, restarted with back-off when it dies, and killed with this
 * process. Requests that are under way when it dies fail with ENGINE_FAILED, so that their caller may ask again; new ones
 * wait for the restart. Reading models and tokenising need no child and happen here.
 */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { childEnvironment } from '../../config';
import { AppError } from '../../errors';
import { log } from '../../log';
import { isMemoryProblem, OUT_OF_MEMORY } from '../memory';
import { unpackError, type FromEngine, type Method, type Requests, type ToEngine } from '../protocol';
import type {
  Baseline,
  Engine,
  EngineStatus,
  Estimate,
  ExecutionProvider,
  Provenance,
  RunEvent,
  TokenPrediction,
} from '../api';

export { unexamined, type Examination } from '../models/examine';
export { codeOf } from '../models/model-files';
export { createDirectReader, type ModelReader, type TokenizerSource } from '../models/model-reader';
export { createModelDirectories, hashFile, type ModelDirectories } from '../models/models';
export { checkModelIdentity, type ModelIdentity } from '../models/model-identity';
export { countSweepFlops } from '../patching/cost';
export { ENGINE_VERSION } from '../version';

const FIRST_BACK_OFF_MS = 250;
const LONGEST_BACK_OFF_MS = 30_000;
/** A child that has been ready this long starts with a short back-off again. */
const STABLE_MS = 60_000;

/** Pieces of a child's error output that are kept to explain its end. */
const LAST_WORDS = 5;

export interface EngineOptions {
  /** The child's JavaScript; scripts/set-up.mjs builds it. */
  readonly entry?: string;
  /** How long a child may take to be ready, in ms. */
  readonly startTimeoutMs?: number;
  /** How long a request waits for a child that is being started, in ms. */
  readonly waitMs?: number;
  /** Environment of the child beside this process's. */
  readonly env?: Record<string, string>;
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** Starts the engine process; returns at once. */
export function startEngine(options: EngineOptions = {}): Engine {
  const {
    entry = path.join(/* turbopackIgnore: true */ process.cwd(), '.build', 'engine', 'process.js'),
    startTimeoutMs = 60_000,
    waitMs = 20_000,
    env = {},
  } = options;
  const pending = new Map<number, Pending>();
  const waiters = new Set<() => void>();
  let nextId = 1;
  let child: ChildProcess | null = null;
  let backOffMs = FIRST_BACK_OFF_MS;
  let restart: NodeJS.Timeout | undefined;
  /** When the next child will be started, while there is none. */
  let restartAt = 0;
  let status: EngineStatus = { state: 'starting', provider: null, pid: null, reason: null };

  const become = (next: EngineStatus): void => {
    status = next;
    for (const wake of waiters) wake();
  };

  const start = (): void => {
    const started = Date.now();
    // The bundler would follow a path that it can read.
    const spawned = fork(/* turbopackIgnore: true */ entry, [], {
      serialization: 'advanced',
      // Its log lines are lines of this process's log.
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      execArgv: [],
      // TF32 is not float32.
      env: { ...childEnvironment(), NVIDIA_TF32_OVERRIDE: '0', ...env },
    });
    child = spawned;
    const lastWords: string[] = [];
    spawned.stderr?.on('data', (data: Buffer) => {
      const text = data.toString().trim();
      if (text === '') return;
      log.debug({ pid: spawned.pid }, `engine: ${text}`);
      lastWords.push(text);
      lastWords.splice(0, lastWords.length - LAST_WORDS);
    });
    let unable: string | null = null;
    const timer = setTimeout(() => {
      unable = `The engine process was not ready after ${startTimeoutMs / 1000} s.`;
      spawned.kill('SIGKILL');
    }, startTimeoutMs);
    spawned.on('message', (message: FromEngine) => {
      if (message.type === 'ready') {
        clearTimeout(timer);
        log.info({ pid: spawned.pid, provider: message.provider }, 'the engine is ready');
        become({ state: 'ready', provider: message.provider, pid: spawned.pid ?? null, reason: null });
      } else if (message.type === 'unable') {
        unable = message.error.message;
        spawned.kill('SIGKILL');
      } else {
        settle(message);
      }
    });
    let hasEnded = false;
    const ended = (how: string): void => {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(timer);
      if (child === spawned) child = null;
      const reason = unable ?? describeEnd(how, lastWords);
      for (const [id, { reject }] of pending) {
        pending.delete(id);
        reject(new AppError('ENGINE_FAILED', reason));
      }
      if (status.state === 'stopped') return;
      if (status.state === 'ready' && Date.now() - started > STABLE_MS) backOffMs = FIRST_BACK_OFF_MS;
      log.warn(
        { pid: spawned.pid, reason, backOffMs, lastWords },
        'the engine has ended and is started again',
      );
      become({ state: 'restarting', provider: null, pid: null, reason });
      restart = setTimeout(start, backOffMs);
      restartAt = Date.now() + backOffMs;
      backOffMs = Math.min(backOffMs * 2, LONGEST_BACK_OFF_MS);
    };
    spawned.once('error', (error: NodeJS.ErrnoException) => {
      log.error({ err: error }, 'the engine process could not be started');
      ended(error.code ?? 'an error that is in the log');
    });
    spawned.once('exit', (code, signal) => ended(signal ? `signal ${signal}` : `exit code ${code}`));
  };

  const settle = (message: Extract<FromEngine, { id: number }>): void => {
    const request = pending.get(message.id);
    if (!request) return;
    if (message.type === 'event') {
      request.onEvent?.(message.event);
      return;
    }
    pending.delete(message.id);
    if (message.type === 'result') request.resolve(message.value as never);
    else request.reject(unpackError(message.error));
  };

  /** The child when it is ready. @throws ENGINE_FAILED with the reason when that takes, or will take, longer than `waitMs`. */
  const whenReady = async (): Promise<ChildProcess> => {
    const until = Date.now() + waitMs;
    while (status.state !== 'ready' || !child?.connected) {
      const left = until - Date.now();
      if (status.state === 'stopped' || left <= 0) {
        throw new AppError(
          'ENGINE_FAILED',
          status.reason ?? 'The engine is still starting; try again in a moment.',
        );
      }
      if (status.state === 'restarting' && restartAt > until) {
        const seconds = Math.ceil((restartAt - Date.now()) / 1000);
        throw new AppError(
          'ENGINE_FAILED',
          `${status.reason} It is started again in ${seconds} s; try again then.`,
        );
      }
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiters.delete(wake);
          resolve();
        };
        // Looks again by itself too: a child that is about to exit is no longer connected, but still called ready.
        const timer = setTimeout(wake, Math.min(left, 100));
        waiters.add(wake);
      });
    }
    return child;
  };

  const request = async <T>(
    method: Method,
    args: Requests[Method],
    onEvent?: (event: RunEvent) => void,
    signal?: AbortSignal,
  ): Promise<T> => {
    const to = await whenReady();
    const cancelled = (): AppError => new AppError('RUN_CANCELLED', 'The run was cancelled.');
    if (signal?.aborted) throw cancelled();
    const id = nextId++;
    const onAbort = (): void => {
      send(to, { type: 'cancel', id });
      // The caller need not wait for the end of the call that is under way.
      pending.get(id)?.reject(cancelled());
      pending.delete(id);
    };
    signal?.addEventListener('abort', onAbort);
    try {
      return await new Promise<T>((resolve, reject) => {
        pending.set(id, { resolve: resolve, reject, onEvent });
        send(to, { type: 'request', id, method, args } as ToEngine);
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  };

  start();

  return {
    run: (experiment, kinds, { onEvent, signal }) =>
      request<Provenance>('run', { experiment, kinds }, onEvent, signal),
    baseline: (experiment) => request<Baseline>('baseline', { experiment }),
    estimate: (experiment, kinds) => request<Estimate>('estimate', { experiment, kinds }),
    predict: (model, prompt, top, expected) =>
      request<TokenPrediction[]>('predict', { model, prompt, top, expected }),
    attention: (wanted) => request<Float32Array>('attention', wanted),
    patched: (wanted) => request<TokenPrediction[][]>('patched', wanted),
    async provider(): Promise<ExecutionProvider> {
      await whenReady();
      return status.provider!;
    },
    status: () => status,
    async close() {
      clearTimeout(restart);
      become({ state: 'stopped', provider: null, pid: null, reason: 'The engine has been stopped.' });
      const ending = child;
      if (!ending) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill('SIGTERM');
      const timer = setTimeout(() => ending.kill('SIGKILL'), 2000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** A child that has just died says so by its `exit`; that a message did not reach it is no news. */
function send(child: ChildProcess, message: ToEngine): void {
  child.send(message, () => {});
}

/** For people, some of them strangers: no path of this machine; the log has what the child printed. */
function describeEnd(how: string, lastWords: readonly string[]): string {
  const words = lastWords.join('\n');
  if (words.includes('ERR_MODULE_NOT_FOUND') || words.includes('Cannot find module')) {
    return "The engine could not be started: its program or a package it needs is missing. Run 'npm run build'.";
  }
  if (isMemoryProblem(words)) return `The engine process ended (${how}): ${OUT_OF_MEMORY}`;
  return `The engine process ended (${how}).`;
}
