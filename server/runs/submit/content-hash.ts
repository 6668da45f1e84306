/** Identifies results: runs with the same content hash have the same numbers, and a stored one is returned instead of computed. */
import { createHash } from 'node:crypto';
import { canonicalize, listInterventions } from '../../../domain/experiment';
import { DEFAULT_METRIC } from '../../../domain/metrics';
import type { StopRule } from '../../../domain/stop-rule';
import type { Experiment, SweepKind } from '../../engine/api';

/**
 * Lower-case hex sha256 over the model, the engine version and the experiment's canonical form.
 *
 * @param modelDigest over the hashes of weights, config.json and tokenizer.json.
 * @param stopWhen of a run that may end before its last pair; such a run and one of all pairs have different numbers.
 */
export function digestContent(
  experiment: Experiment,
  kinds: readonly SweepKind[],
  modelDigest: string,
  engineVersion: string,
  stopWhen: StopRule | null = null,
): string {
  const { model, direction, directions, pairs, roles, edges, metrics = [DEFAULT_METRIC] } = experiment;
  const interventions = listInterventions(kinds);
  const form = canonicalize({
    model,
    direction,
    directions,
    pairs,
    roles,
    interventions,
    edges,
    stopWhen: stopWhen ?? undefined,
    metrics,
  });
  return createHash('sha256')
    .update(JSON.stringify([modelDigest, engineVersion, ...form]))
    .digest('hex');
}
