/** What an engine process says of itself. */

export type ExecutionProvider = 'cpu' | 'webgpu' | 'cuda';

/** The engine process as the web process sees it. */
export interface EngineStatus {
  readonly state: 'starting' | 'ready' | 'restarting' | 'stopped';
  /** Null until it has been chosen. */
  readonly provider: ExecutionProvider | null;
  /** Process id of the child process. Null while there is none. */
  readonly pid: number | null;
  /** Why the engine is not ready, and what to do. Null when it is ready. */
  readonly reason: string | null;
  /** How often a process was started again after its end. */
  readonly restarts?: number;
  /** What the process last said of itself; null before its first report. */
  readonly report?: EngineReport | null;
}

/** What an engine process says of itself, every few seconds. */
export interface EngineReport {
  /** Resident memory. */
  readonly memoryBytes: number;
  /** Time in which it computed since its start, in ms. */
  readonly busyMs: number;
  /** Since its start, in ms. */
  readonly uptimeMs: number;
  /** Threads that compute. */
  readonly threads: number;
  /** Models in memory, with the bytes of their weights as float32. */
  readonly models: readonly { readonly id: string; readonly bytes: number }[];
  /** Run that it computes; null when none. */
  readonly run: string | null;
}
