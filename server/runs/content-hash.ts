/** What makes two runs the same experiment: then the stored result is returned, not computed again. */
import { createHash } from 'node:crypto';
import type { Experiment, SweepKind } from '../engine/types';

/**
 * Lower-case hex sha256 of everything that determines a run's numbers; the order of sweep kinds does not matter.
 *
 * @param modelSha256 of the weights file.
 */
export function contentHash(
  experiment: Experiment,
  kinds: readonly SweepKind[],
  modelSha256: string,
  engineVersion: string,
): string {
  const { model, direction, pairs } = experiment;
  const content = [
    modelSha256,
    engineVersion,
    model,
    direction,
    pairs.map(({ clean, corrupted, correct, incorrect }) => [clean, corrupted, correct, incorrect]),
    kinds.toSorted(),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
