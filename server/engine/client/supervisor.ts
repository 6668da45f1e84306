/**
 * Keeps one engine process running: starts it, and starts it again with back-off after its end.
 *
 *   starting -> ready -> waiting -> starting -> …      (waiting: until the back-off is over)
 *       \________________^
 *   any state -> stopped
 */
import { AppError } from '../../errors';
import { log } from '../../log';
import type { EngineStatus, ExecutionProvider } from '../api';
import type { FromEngine } from '../protocol';
import { startChild, type ChildListener, type ChildOptions, type EngineChild } from './engine-child';

const FIRST_BACK_OFF_MS = 250;
const LONGEST_BACK_OFF_MS = 30_000;
/** A child that was ready and lived this long resets the back-off. */
const STABLE_MS = 60_000;
/** Interval at which a waiting request looks at the state again, in ms. */
const LOOK_MS = 100;

type State =
  /** `lastReason`: why the child before it ended; null for the first one. */
  | { readonly kind: 'starting'; readonly child: EngineChild; readonly lastReason: string | null }
  | { readonly kind: 'ready'; readonly child: EngineChild; readonly provider: ExecutionProvider }
  | {
      readonly kind: 'waiting';
      readonly reason: string;
      /** `performance.now()` of the next start. */
      readonly restartAt: number;
      readonly timer: NodeJS.Timeout;
    }
  | { readonly kind: 'stopped' };

export interface SupervisorOptions extends ChildOptions {
  /** Time that a request waits for a child, in ms. */
  readonly waitMs: number;
  readonly onMessage: (message: Extract<FromEngine, { id: number }>) => void;
  /** Called after the end of each child. @param reason in words for users. */
  readonly onEnd: (reason: string) => void;
}

export interface ReadyChild {
  readonly child: EngineChild;
  readonly provider: ExecutionProvider;
}

export interface Supervisor {
  status(): EngineStatus;
  /**
   * Waits for a child that is ready.
   *
   * @throws ENGINE_FAILED with the reason, when there is none within `waitMs` or it is known that there will be none.
   */
  whenReady(): Promise<ReadyChild>;
  /** Ends the child for good. */
  stop(): Promise<void>;
}

/** Starts the first child at once. */
export function startSupervisor(options: SupervisorOptions): Supervisor {
  const waiters = new Set<() => void>();
  let backOffMs = FIRST_BACK_OFF_MS;
  let restarts = 0;
  let state: State;

  const enter = (next: State): void => {
    state = next;
    for (const wake of waiters) wake();
  };

  const listener: ChildListener = {
    onReady(child, provider) {
      if (state.kind === 'starting') enter({ kind: 'ready', child, provider });
    },
    onMessage: options.onMessage,
    onEnd(child, reason) {
      options.onEnd(reason);
      if (state.kind === 'stopped') return;
      if (state.kind === 'ready' && performance.now() - child.startedAt > STABLE_MS) {
        backOffMs = FIRST_BACK_OFF_MS;
      }
      log.warn({ pid: child.pid, reason, backOffMs }, 'the engine has ended and is started again');
      const timer = setTimeout(() => start(reason), backOffMs);
      enter({ kind: 'waiting', reason, restartAt: performance.now() + backOffMs, timer });
      backOffMs = Math.min(backOffMs * 2, LONGEST_BACK_OFF_MS);
    },
  };

  const start = (lastReason: string | null): void => {
    if (lastReason !== null) restarts++;
    enter({ kind: 'starting', child: startChild(options, listener), lastReason });
  };

  start(null);

  return {
    status: () => ({ ...describeState(state), restarts }),
    async whenReady() {
      const until = performance.now() + options.waitMs;
      // A child that is about to end is still called ready, but no longer connected.
      while (state.kind !== 'ready' || !state.child.isConnected()) {
        const leftMs = until - performance.now();
        const reason = findFailure(state, until, leftMs);
        if (reason !== null) throw new AppError('ENGINE_FAILED', reason);
        await waitForChange(waiters, Math.min(leftMs, LOOK_MS));
      }
      return { child: state.child, provider: state.provider };
    },
    async stop() {
      const last = state;
      enter({ kind: 'stopped' });
      if (last.kind === 'waiting') clearTimeout(last.timer);
      else if (last.kind !== 'stopped') await last.child.stop();
    },
  };
}

const STOPPED = 'The engine has been stopped.';

function describeState(state: State): EngineStatus {
  switch (state.kind) {
    case 'starting': {
      const reason = state.lastReason;
      return { state: reason === null ? 'starting' : 'restarting', provider: null, pid: null, reason };
    }
    case 'ready':
      return {
        state: 'ready',
        provider: state.provider,
        pid: state.child.pid,
        reason: null,
        report: state.child.report(),
      };
    case 'waiting':
      return { state: 'restarting', provider: null, pid: null, reason: state.reason };
    case 'stopped':
      return { state: 'stopped', provider: null, pid: null, reason: STOPPED };
  }
}

/** Why a request must not wait any longer; null when it may. */
function findFailure(state: State, until: number, leftMs: number): string | null {
  if (state.kind === 'stopped') return STOPPED;
  if (leftMs <= 0) {
    return describeState(state).reason ?? 'The engine is still starting; try again in a moment.';
  }
  if (state.kind !== 'waiting' || state.restartAt <= until) return null;
  const seconds = Math.ceil((state.restartAt - performance.now()) / 1000);
  return `${state.reason} It is started again in ${seconds} s; try again then.`;
}

/** Resolves at the next change of state, or after a time. */
function waitForChange(waiters: Set<() => void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      waiters.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    waiters.add(wake);
  });
}
