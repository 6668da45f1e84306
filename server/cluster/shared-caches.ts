/** Tells the caches of all processes that what they keep has changed. */
import type { SharedEvents } from './shared-events';

interface Invalidated {
  invalidate(): void;
}

/** The counts of the gallery's filters; invalidating them here invalidates them everywhere. */
export function shareFilterCounts<T extends Invalidated>(counts: T, events: SharedEvents | undefined): T {
  if (!events) return counts;
  const caches = events.emitter('caches');
  caches.on('filterCounts', () => counts.invalidate());
  return { ...counts, invalidate: () => void caches.emit('filterCounts') };
}
