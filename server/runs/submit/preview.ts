/** The checks, the baseline and the estimate of an experiment before it is submitted. */
import { MAX_PAIRS } from '../../../domain/limits';
import { readMetric, type BaselineValues, type Estimate } from '../../engine/api';
import { createNoEngineError } from '../../engine-status';
import { isAppError } from '../../errors';
import type { Services } from '../services';
import { warnOfBaseline } from './baseline-warnings';
import { takePairs } from './batches';
import { checkRun } from './check-run';
import type { RunInput, Validation } from './validate';

/** The checks and the estimate of an experiment that is not stored. */
export interface Preview extends Validation {
  /** Logit differences of the two unpatched runs. */
  readonly baseline: BaselineValues | null;
  readonly estimate: Estimate | null;
}

/** Checks and estimates an experiment. Stores nothing; returns problems of the input instead of throwing them. */
export async function previewRun(
  services: Pick<Services, 'config' | 'engine' | 'models'>,
  input: RunInput,
  signal?: AbortSignal,
): Promise<Preview> {
  let checked: Validation;
  try {
    checked = await checkRun(services, input, signal);
  } catch (error) {
    if (!isAppError(error, 'MODEL_UNAVAILABLE')) throw error;
    const issues = [{ path: 'model', message: error.message }];
    return { pairs: [], issues, warnings: [], experiment: null, baseline: null, estimate: null };
  }
  const total = checked.pairs.length;
  const firstPairs = Array.from(checked.pairs.slice(0, MAX_PAIRS).keys());
  checked = { ...checked, pairs: checked.pairs.slice(0, MAX_PAIRS) };
  if (checked.experiment === null) return { ...checked, baseline: null, estimate: null };
  const ofPart = `Tokens and logit differences are those of the first ${MAX_PAIRS} of ${total} pairs; the estimate is of all.`;
  const warnings = [...checked.warnings, ...(total > MAX_PAIRS ? [{ path: 'pairs', message: ofPart }] : [])];
  if (services.engine === null) {
    const missing = { path: '', message: createNoEngineError().message };
    return { ...checked, warnings: [...warnings, missing], baseline: null, estimate: null };
  }
  try {
    const estimate = await services.engine.estimate(checked.experiment, input.sweeps);
    // Warnings and the verdict are about the logit difference, which no direction changes.
    const { values } = await services.engine.baseline({
      ...takePairs(checked.experiment, firstPairs),
      directions: undefined,
      metrics: undefined,
    });
    const baseline = readMetric(values, 'logit_diff');
    return {
      ...checked,
      warnings: [...warnings, ...warnOfBaseline(baseline)],
      baseline,
      estimate,
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const failure = { path: '', message: error.message };
    return { ...checked, warnings: [...warnings, failure], baseline: null, estimate: null };
  }
}
