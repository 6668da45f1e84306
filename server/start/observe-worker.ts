/** Observes a process that computes without a site: probes, metrics and traces. */
import { administratorToken } from '../accounts/administrator';
import type { Config } from '../config';
import type { Database } from '../db';
import type { Engine } from '../engine/api';
import { startProbeServer } from './probe-server';
import { startTracing, stopTracing } from '../observability/tracing/start';
import { observeServices } from './observe-services';
import { addReadinessChecks } from './readiness';

export interface WorkerParts {
  readonly config: Config;
  readonly db: Database;
  readonly engine: Engine;
}

/** Starts to observe; PROBE_PORT says whether probes are served. @returns what stops it, at most half a second later. */
export async function observeWorker(parts: WorkerParts): Promise<() => Promise<void>> {
  const { config } = parts;
  const stopping = new AbortController();
  await startTracing(config.tracing, 'worker');
  observeServices({ ...parts, ownEngine: parts.engine });
  addReadinessChecks({ ...parts, stopping });
  const options = { ...config, administratorToken: administratorToken(config) };
  const probes = config.probePort === 0 ? null : await startProbeServer(config, config.probePort, options);
  return async () => {
    stopping.abort();
    await stopTracing();
    await probes?.close();
  };
}
