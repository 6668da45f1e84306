/**
 * `npm run bench -- --bounds`: whether what a site holds stays bounded, and what large stores cost. It serves what `npm run build`
 * has built, with the bundled model.
 *
 * Descriptors, threads and memory do not depend on other work of the machine; times do.
 */
import { cpus } from 'node:os';
import type { BoundsFlags, BoundsPart } from './flags';

const EVERY = 1000;

/** Measures and prints the parts one after another. */
export async function benchBounds({ parts, scale, postgresql }: BoundsFlags): Promise<void> {
  console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`);
  const sized = (full: number): number => Math.max(1, Math.round(full * scale));
  const bench: Record<BoundsPart, () => Promise<void>> = {
    runs: async () => (await import('./runs')).benchRuns(sized(5000), sized(EVERY)),
    effects: async () => (await import('./effects/main')).benchEffects(scale, postgresql),
    guests: async () => (await import('./guests')).benchGuests(sized(10_000)),
    readers: async () => (await import('./readers')).benchReaders(sized(200)),
    subscriptions: async () => (await import('./subscriptions')).benchSubscriptions(sized(1000)),
    requests: async () => (await import('./requests')).benchRequests(sized(100_000), sized(10 * EVERY)),
  };
  for (const part of parts) {
    console.log(`\n== ${part}`);
    await bench[part]();
  }
}
