/** The engine processes of the site. Other files add those of other machines with `addWorkerSource`. */
import type { Engine } from '../engine/api';
import type { EngineStatus } from '../engine/status';
import { keepInProcess } from '../process-wide';

export interface ListedWorker {
  /** Stays the same when the process restarts. */
  readonly name: string;
  readonly status: EngineStatus;
}

/** Name of the engine that the web process starts. */
const LOCAL_WORKER = 'local';

type Source = () => Promise<readonly ListedWorker[]> | readonly ListedWorker[];

const sources = keepInProcess('workers', () => new Map<string, Source>());

/** Adds workers to the administrator's page and the metrics. @returns what removes them. */
export function addWorkerSource(name: string, source: Source): () => void {
  sources.set(name, source);
  return () => void sources.delete(name);
}

/** The engine of this process, if it has one, and the workers of all sources. */
export async function listWorkers(engine: Pick<Engine, 'status'> | null): Promise<ListedWorker[]> {
  const others = await Promise.all([...sources.values()].map(async (source) => source()));
  const local = engine === null ? [] : [{ name: LOCAL_WORKER, status: engine.status() }];
  return [...local, ...others.flat()];
}
