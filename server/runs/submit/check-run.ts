/** All checks of an experiment: of its input, and of what this site lets a run cost. */
import type { Services } from '../services';
import { findLargestBatch } from './batches';
import { findCostIssue } from './cost';
import { findMemoryIssue } from './memory';
import { findSizeIssues } from './sweep-size';
import { validateRun, type RunInput, type Validation } from './validate';

/** @throws MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts. */
export async function checkRun(
  { models, config }: Pick<Services, 'models' | 'config'>,
  input: RunInput,
  signal?: AbortSignal,
): Promise<Validation> {
  const checked = await validateRun(input, models, signal, config.maxRunPairs);
  if (checked.experiment === null) return checked;
  const model = await models.info(input.model);
  const { experiment } = checked;
  // Batches are computed and stored one after another, so the largest one decides; the cost is that of all.
  const largest = findLargestBatch(experiment);
  const issues = [
    ...findSizeIssues(largest, input.sweeps, model),
    findCostIssue(experiment, input.sweeps, model, config.maxRunPetaflop),
    findMemoryIssue(largest, input.sweeps, model, config),
  ].filter((issue) => issue !== null);
  return issues.length > 0
    ? { ...checked, issues: [...checked.issues, ...issues], experiment: null }
    : checked;
}
