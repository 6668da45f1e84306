/** Donors of resample ablation: which pair gives the values of each pair. */
import { createRandom } from '../../../domain/random';

/**
 * A permutation of 0..count-1 without fixed points, by Sattolo's algorithm: always one cycle through all pairs.
 *
 * @param seed the same seed gives the same permutation.
 */
export function chooseDonors(count: number, seed: number): number[] {
  const random = createRandom(seed);
  const donors = Array.from({ length: count }, (_, index) => index);
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random() * at);
    [donors[at], donors[other]] = [donors[other]!, donors[at]!];
  }
  return donors;
}
