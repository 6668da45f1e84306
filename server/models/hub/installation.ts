/** How far the installation of a model is, as it is told to whoever looks. */

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

/** How far an installation is. */
export interface Installation {
  readonly id: string;
  readonly state: InstallationState;
  /** Bytes on the disk. */
  readonly receivedBytes: number;
  /** Of all files; null until the hub has told. */
  readonly totalBytes: number | null;
  /** Over the last seconds; null while nothing is received. */
  readonly bytesPerSecond: number | null;
  readonly remainingMs: number | null;
  /** What went wrong and what to do, or what is waited for; null otherwise. */
  readonly message: string | null;
}

/** Whether nothing will change any more by itself. */
export function isSettled(state: InstallationState): boolean {
  return state !== 'WAITING' && state !== 'DOWNLOADING' && state !== 'CHECKING';
}

/** An installation that nobody has asked for. */
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

/** Of one for which nothing is received now. */
export const IDLE = { bytesPerSecond: null, remainingMs: null } as const;

const RATE_WINDOW_MS = 5000;
const SHORTEST_RATE_MS = 500;

/** Measures a download: given bytes so far and the total, it tells rate and time left over the last seconds. */
export function createRate(): (
  bytes: number,
  total: number,
) => Pick<Installation, 'bytesPerSecond' | 'remainingMs'> {
  let samples: { at: number; bytes: number }[] = [];
  return (bytes, total) => {
    const now = Date.now();
    samples = [...samples.filter(({ at }) => now - at < RATE_WINDOW_MS), { at: now, bytes }];
    const first = samples[0]!;
    const elapsedMs = now - first.at;
    if (elapsedMs <= SHORTEST_RATE_MS || bytes <= first.bytes) return IDLE;
    const bytesPerSecond = ((bytes - first.bytes) / elapsedMs) * 1000;
    return { bytesPerSecond, remainingMs: ((total - bytes) / bytesPerSecond) * 1000 };
  };
}
