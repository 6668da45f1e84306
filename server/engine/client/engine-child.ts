/** One child process of the engine, from its start to its end. */
import { fork } from 'node:child_process';
import { childEnvironment } from '../../config';
import { log } from '../../log';
import { isMemoryProblem, OUT_OF_MEMORY } from '../memory';
import type { FromEngine, ToEngine } from '../protocol';
import type { EngineReport, ExecutionProvider } from '../status';

/** Pieces of the child's error output that are kept to explain its end. */
const KEPT_OUTPUT = 5;
/** Time that a child gets to end itself when it is stopped, in ms. */
const STOP_MS = 2000;

export interface ChildOptions {
  /** JavaScript file of the child. */
  readonly entry: string;
  /** Time until the child must be ready, in ms; it is killed after that. */
  readonly startTimeoutMs: number;
  /** Environment of the child in addition to this process's. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ChildListener {
  /** Called at most once. */
  readonly onReady: (child: EngineChild, provider: ExecutionProvider) => void;
  readonly onMessage: (message: Extract<FromEngine, { id: number }>) => void;
  /** Called exactly once. @param reason in words for users; it has no path of this machine. */
  readonly onEnd: (child: EngineChild, reason: string) => void;
}

export interface EngineChild {
  /** Process id; null when the process could not be started. */
  readonly pid: number | null;
  /** `performance.now()` at its start. */
  readonly startedAt: number;
  /** What it last said of itself; null before its first report. */
  report(): EngineReport | null;
  /** False shortly before its end is reported. */
  isConnected(): boolean;
  /** A message that does not arrive is not reported: the end of the child is. */
  send(message: ToEngine): void;
  /** Ends the process; resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts a child. */
export function startChild(
  { entry, startTimeoutMs, env }: ChildOptions,
  listener: ChildListener,
): EngineChild {
  // The bundler follows a path that it can read.
  const spawned = fork(/* turbopackIgnore: true */ entry, [], {
    serialization: 'advanced',
    // Its log lines are lines of this process's log.
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    execArgv: [],
    // TF32 is not float32.
    env: { ...childEnvironment(), NVIDIA_TF32_OVERRIDE: '0', ...env },
  });
  const output: string[] = [];
  let report: EngineReport | null = null;
  /** Why this process killed the child, if it did. */
  let killedBecause: string | null = null;
  const kill = (reason: string): void => {
    killedBecause = reason;
    spawned.kill('SIGKILL');
  };
  const startTimer = setTimeout(
    () => kill(`The engine process was not ready after ${startTimeoutMs / 1000} s.`),
    startTimeoutMs,
  );
  let finish: () => void;
  const ended = new Promise<void>((resolve) => (finish = resolve));

  const child: EngineChild = {
    pid: spawned.pid ?? null,
    startedAt: performance.now(),
    report: () => report,
    isConnected: () => spawned.connected,
    send: (message) => {
      spawned.send(message, () => {});
    },
    async stop() {
      spawned.kill('SIGTERM');
      const timer = setTimeout(() => spawned.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    },
  };

  spawned.stderr?.on('data', (data: Buffer) => {
    const text = data.toString().trim();
    if (text === '') return;
    log.debug({ pid: spawned.pid }, `engine: ${text}`);
    output.push(text);
    output.splice(0, output.length - KEPT_OUTPUT);
  });
  spawned.on('message', (message: FromEngine) => {
    switch (message.type) {
      case 'ready':
        clearTimeout(startTimer);
        log.info({ pid: spawned.pid, provider: message.provider }, 'the engine is ready');
        listener.onReady(child, message.provider);
        break;
      case 'unable':
        kill(message.error.message);
        break;
      case 'report':
        report = message.report;
        break;
      case 'event':
      case 'result':
      case 'error':
        listener.onMessage(message);
    }
  });
  // A child that cannot be started has an error and no exit; other errors come before an exit.
  let hasEnded = false;
  const end = (how: string): void => {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(startTimer);
    log.info({ pid: spawned.pid, how, output }, 'the engine process has ended');
    finish();
    listener.onEnd(child, killedBecause ?? describeEnd(how, output.join('\n')));
  };
  spawned.once('error', (error: NodeJS.ErrnoException) => {
    log.error({ err: error }, 'the engine process could not be started');
    end(error.code ?? 'an error that is in the log');
  });
  spawned.once('exit', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`));
  return child;
}

/** Words for users, without paths of this machine; the log has what the child printed. */
function describeEnd(how: string, output: string): string {
  if (output.includes('ERR_MODULE_NOT_FOUND') || output.includes('Cannot find module')) {
    return "The engine could not be started: its program or a package it needs is missing. Run 'npm run build'.";
  }
  if (isMemoryProblem(output)) return `The engine process ended (${how}): ${OUT_OF_MEMORY}`;
  return `The engine process ended (${how}).`;
}
