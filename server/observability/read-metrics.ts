/** The metrics as text. What is not counted as it happens, the queue and the engines, is read from its source first. */
import { setQueue, type ObservedQueue } from './metrics/queue';
import { setWorkers, type ObservedWorker } from './metrics/engine';
import { registry } from './metrics/registry';
import { keepInProcess } from '../process-wide';

export interface MetricSources {
  readonly readQueue: () => Promise<ObservedQueue>;
  readonly listWorkers: () => readonly ObservedWorker[] | Promise<readonly ObservedWorker[]>;
}

/** How long a scrape waits for the sources, in ms; their metrics are missing after that. */
const LIMIT_MS = 2000;
/** Scrapes within this time share what was read, in ms. */
const KEPT_MS = 1000;

const state = keepInProcess('sources', () => ({
  sources: null as MetricSources | null,
  reading: null as Promise<void> | null,
  until: 0,
}));

/** Sets where the state of queue and engines is read. */
export function setMetricSources(sources: MetricSources): void {
  state.sources = sources;
}

export async function readMetrics(): Promise<{ contentType: string; text: string }> {
  await refresh();
  return { contentType: registry.contentType, text: await registry.metrics() };
}

async function refresh(): Promise<void> {
  const { sources } = state;
  if (sources === null) return;
  if (state.reading === null || performance.now() > state.until) {
    state.until = Infinity;
    state.reading = Promise.all([
      within(sources.readQueue()).then(setQueue),
      within(Promise.resolve(sources.listWorkers())).then((workers) => setWorkers(workers ?? [])),
    ]).then(() => void (state.until = performance.now() + KEPT_MS));
  }
  await state.reading;
}

/** A result within the time limit; null for a late one and for a failure. */
async function within<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, LIMIT_MS, null)));
  try {
    return await Promise.race([work, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
