/** A run's progress for any number of followers: one of them reads the database for all. */
import type { Services } from '../services';
import { createSharedSources, type SharedSources } from '../../shared-source';
import { followProgress, type RunProgress } from './progress';

interface Seen {
  readonly progress: RunProgress;
  /** When it was read, in ms of performance.now(). */
  readonly at: number;
}

const sourcesOf = new WeakMap<Services['changes'], SharedSources<Seen>>();

/**
 * The current state at once, then every change until the run has ended or `signal` aborts.
 *
 * @throws NOT_FOUND
 */
export async function* followRun(
  services: Services,
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<RunProgress, void> {
  let sources = sourcesOf.get(services.changes);
  if (!sources) sourcesOf.set(services.changes, (sources = createSharedSources()));
  for await (const { progress, at } of sources.follow(id, (stop) => read(services, id, stop), signal)) {
    // Who comes late is told of a state that was read some time ago.
    const since = progress.status === 'RUNNING' ? performance.now() - at : 0;
    yield { ...progress, elapsedMs: progress.elapsedMs + since };
  }
}

async function* read(services: Services, id: string, signal: AbortSignal): AsyncGenerator<Seen> {
  for await (const progress of followProgress(services, id, signal))
    yield { progress, at: performance.now() };
}
