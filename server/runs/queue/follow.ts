/** Follows a run's progress. Any number of followers share one reader of the database. */
import type { Actor } from '../../accounts/policy';
import { createNoRunError, isReadable } from '../../accounts/visibility';
import type { Services } from '../services';
import { createSharedSources, type SharedSources } from '../../shared-source';
import { followProgress, type FollowServices, type FollowedProgress, type RunProgress } from './progress';

interface Seen {
  readonly progress: FollowedProgress;
  /** When it was read, in ms of performance.now(). */
  readonly at: number;
}

const sourcesByChanges = new WeakMap<Services['changes'], SharedSources<Seen>>();

/**
 * Yields the current state at once, then every change until the run has ended or `signal` aborts.
 *
 * @throws NOT_FOUND for a run that the actor cannot open, also when it is made private meanwhile.
 */
export async function* followRun(
  services: FollowServices,
  actor: Actor,
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<RunProgress, void> {
  let sources = sourcesByChanges.get(services.changes);
  if (!sources) sourcesByChanges.set(services.changes, (sources = createSharedSources()));
  for await (const { progress, at } of sources.follow(id, (stop) => read(services, id, stop), signal)) {
    if (!isReadable(actor, progress)) throw createNoRunError(id);
    // A late follower gets a state that was read some time ago.
    const since = progress.status === 'RUNNING' ? performance.now() - at : 0;
    yield { ...progress, elapsedMs: progress.elapsedMs + since };
  }
}

async function* read(services: FollowServices, id: string, signal: AbortSignal): AsyncGenerator<Seen> {
  for await (const progress of followProgress(services, id, signal))
    yield { progress, at: performance.now() };
}
