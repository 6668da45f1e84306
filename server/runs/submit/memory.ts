/** The memory of a run, compared with what the engine of this site may use. */
import type { Config } from '../../config';
import { assumeWidths, explainMemoryPlan, readMemoryLimit } from '../../engine/client/client';
import type { Experiment, ModelInfo, SweepKind } from '../../engine/api';
import type { InputIssue } from '../../errors';

/** Why a run does not fit into memory and what to change; null when it fits. */
export function findMemoryIssue(
  experiment: Experiment,
  kinds: readonly SweepKind[],
  model: Pick<ModelInfo, 'layers' | 'heads' | 'dModel'>,
  config: Pick<Config, 'engineMemoryMb'>,
): InputIssue | null {
  return explainMemoryPlan(experiment, kinds, assumeWidths(model), readMemoryLimit(config));
}
