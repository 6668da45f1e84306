/** A process of the site under test and who starts it again, as systemd or Kubernetes would. */
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that runs. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<void>;
}

export interface Part {
  readonly name: string;
  /** Null while it is not running. */
  readonly pid: () => number | null;
  /** Sends a signal; nothing happens while it is not running. */
  signal(name: NodeJS.Signals): void;
  /** Ends it; it is started again. */
  kill(): Promise<void>;
  /** Ends it in order and starts it with these variables, which it keeps until it is started with others. */
  restart(env: Record<string, string>): Promise<void>;
  isReady(): Promise<boolean>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

const RESTART_MS = 300;

export interface PartOptions {
  readonly name: string;
  readonly launch: (env: Record<string, string>) => Promise<Running>;
  readonly isReady: () => Promise<boolean>;
  /** Called when it ends although nobody has ended it. */
  readonly onCrash: (name: string) => void;
}

/** Starts a part and keeps it running. */
export function supervise({ name, launch, isReady, onCrash }: PartOptions): Part {
  let running: Running | null = null;
  let env: Record<string, string> = {};
  let isWanted = true;
  let isEnding = false;
  const keep = async (): Promise<void> => {
    while (isWanted) {
      running = await launch(env).catch(() => null);
      if (running) {
        await running.ended;
        running = null;
        if (!isEnding) onCrash(name);
        isEnding = false;
      }
      await sleep(RESTART_MS);
    }
  };
  const kept = keep();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = running;
    if (!ending) return;
    isEnding = true;
    send(ending.pid, signal);
    await ending.ended;
  };
  return {
    name,
    pid: () => running?.pid ?? null,
    signal: (signal) => running && send(running.pid, signal),
    kill: () => end('SIGKILL'),
    async restart(next) {
      env = next;
      await end('SIGTERM');
    },
    isReady: async () => running !== null && isReady(),
    async stop() {
      isWanted = false;
      // A part that is being started is ended when it has.
      for (; running; await sleep(50)) await end('SIGKILL');
      await kept;
      if (running) await end('SIGKILL');
    },
  };
}

/** Sends a signal to a process that may have ended. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** Whether a probe answers with 200 within two seconds. */
export async function answersOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2500) })).status === 200;
  } catch {
    return false;
  }
}
