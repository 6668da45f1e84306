/**
 * `npm run bench -- --workers`: what several workers gain. First one and two real workers on this machine with the bundled model, and
 * requests to them while they compute; then 1 to 256 stand-ins that sleep for the planned operations.
 */
import type { WorkersFlags } from '../flags';
import { measureRealWorkers } from './real';
import { simulateWorkers } from './simulation';

export async function benchWorkers({ pairs, counts, speed }: WorkersFlags): Promise<void> {
  await measureRealWorkers(pairs);
  await simulateWorkers(counts, speed);
}
