/** What makes two runs the same experiment: then the stored result is returned, not computed again. */
import { createHash } from 'node:crypto';
import type { Experiment, SweepKind } from '../../engine/api';

/**
 * Lower-case hex sha256 of everything that determines a run's numbers; the order of sweep kinds does not matter.
 *
 * @param modelDigest over the hashes of weights, config.json and tokenizer.json.
 */
export function contentHash(
  experiment: Experiment,
  kinds: readonly SweepKind[],
  modelDigest: string,
  engineVersion: string,
): string {
  const { model, direction, pairs } = experiment;
  const content = [
    modelDigest,
    engineVersion,
    model,
    direction,
    pairs.map(({ clean, corrupted, correct, incorrect }) => [clean, corrupted, correct, incorrect]),
    kinds.toSorted(),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
