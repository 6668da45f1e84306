/** Prompt pairs of requests that are computed at once. */
import { SWEEP_KINDS, type Experiment, type ModelInfo } from '../../engine/api';
import type { InputIssue } from '../../errors';
import type { Services } from '../services';
import { validateRun, type PairInput } from '../submit/validate';

/** Checked pairs: an experiment, or why there is none. */
export interface ValidatedPairs {
  readonly model: ModelInfo;
  readonly issues: InputIssue[];
  /** Null when there are issues. */
  readonly experiment: Experiment | null;
}

/** Checks prompt pairs and converts them to token ids. @throws MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts. */
export async function validatePairs(
  { models }: Pick<Services, 'models'>,
  input: { readonly model: string; readonly pairs: readonly PairInput[]; readonly prependBos: boolean },
  signal?: AbortSignal,
): Promise<ValidatedPairs> {
  const model = await models.info(input.model);
  const run = { ...input, sweeps: SWEEP_KINDS.slice(0, 1), direction: 'DENOISING' } as const;
  const { experiment, issues } = await validateRun(run, models, signal);
  return { model, experiment, issues: [...issues] };
}
