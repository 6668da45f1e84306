/** The state of a model's installation, as clients see it. */

export const INSTALLATION_STATES = [
  'NONE',
  'WAITING',
  'DOWNLOADING',
  'CHECKING',
  'INSTALLED',
  'INTERRUPTED',
  'CANCELLED',
  'FAILED',
] as const;
export type InstallationState = (typeof INSTALLATION_STATES)[number];

/** State and progress of an installation. */
export interface Installation {
  readonly id: string;
  readonly state: InstallationState;
  /** Bytes on the disk. */
  readonly receivedBytes: number;
  /** Size of all files; null until the hub has reported it. */
  readonly totalBytes: number | null;
  /** Over the last seconds; null while nothing is received. */
  readonly bytesPerSecond: number | null;
  readonly remainingMs: number | null;
  /** What went wrong and what to do, or what the installation waits for; null otherwise. */
  readonly message: string | null;
}

/** Whether the state stays as it is until somebody acts. */
export function isSettled(state: InstallationState): boolean {
  return state !== 'WAITING' && state !== 'DOWNLOADING' && state !== 'CHECKING';
}

/** The state of a model that nobody has asked to install. */
export function noInstallation(id: string): Installation {
  return {
    id,
    state: 'NONE',
    receivedBytes: 0,
    totalBytes: null,
    bytesPerSecond: null,
    remainingMs: null,
    message: null,
  };
}

/** Rate of an installation that receives nothing now. */
export const IDLE = { bytesPerSecond: null, remainingMs: null } as const;

/** State of an installation that waits for another one. */
export const WAITING = { state: 'WAITING', message: 'Waiting for another download to finish.' } as const;

const RATE_WINDOW_MS = 5000;
const SHORTEST_RATE_MS = 500;

/** Measures a download over the last seconds: from the bytes received so far and the total, its rate and the time left. */
export function createRate(): (
  bytes: number,
  total: number,
) => Pick<Installation, 'bytesPerSecond' | 'remainingMs'> {
  let samples: { at: number; bytes: number }[] = [];
  return (bytes, total) => {
    const now = performance.now();
    samples = [...samples.filter(({ at }) => now - at < RATE_WINDOW_MS), { at: now, bytes }];
    const first = samples[0]!;
    const elapsedMs = now - first.at;
    if (elapsedMs <= SHORTEST_RATE_MS || bytes <= first.bytes) return IDLE;
    const bytesPerSecond = ((bytes - first.bytes) / elapsedMs) * 1000;
    return { bytesPerSecond, remainingMs: ((total - bytes) / bytesPerSecond) * 1000 };
  };
}
