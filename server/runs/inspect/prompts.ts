/** Prompts of a request: those of a stored run, or as given. */
import { MAX_PAIRS } from '../../../domain/limits';
import type { Experiment, ModelInfo } from '../../engine/api';
import type { Actor } from '../../accounts/policy';
import { createNoRunError, readableRuns } from '../../accounts/visibility';
import { badUserInput } from '../../errors';
import { readExperiment } from '../experiment';
import type { Services } from '../services';
import { validatePairs, type PairInput } from '../submit/validate-pairs';

/** A run, or a model and pairs. */
export interface PromptsInput {
  readonly run?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly pairs?: readonly PairInput[] | null | undefined;
  readonly prependBos?: boolean | null | undefined;
}

export interface Prompts {
  readonly model: ModelInfo;
  /** Their texts. */
  readonly pairs: readonly PairInput[];
  /** Without directions and metrics; a stored run's names the model that it was computed on. */
  readonly experiment: Pick<Experiment, 'model' | 'pairs' | 'roles' | 'expected'>;
}

/**
 * Reads and checks prompts.
 *
 * @throws BAD_USER_INPUT with all problems; NOT_FOUND for a run that the actor cannot open; MODEL_UNAVAILABLE; RUN_CANCELLED when `signal`
 *   aborts.
 */
export async function readPrompts(
  { db, models }: Pick<Services, 'db' | 'models'>,
  actor: Actor,
  input: PromptsInput,
  signal: AbortSignal | undefined,
): Promise<Prompts> {
  const { run: id, model: modelId, pairs, prependBos } = input;
  if (id != null) {
    if (modelId != null || pairs != null || prependBos != null)
      throw badUserInput([{ path: 'run', message: 'Give a run, or model, pairs and prependBos, not both.' }]);
    const include = { pairs: { where: { index: { lt: MAX_PAIRS } }, orderBy: { index: 'asc' } } } as const;
    const run = await db.run.findFirst({ where: { id, AND: readableRuns(actor) }, include });
    if (!run) throw createNoRunError(id);
    const experiment = readExperiment(run, run.pairs);
    return {
      model: await models.info(run.modelId),
      pairs: run.pairs.map(({ clean, corrupted, correct, incorrect }) => ({
        clean,
        corrupted,
        correct,
        incorrect,
      })),
      experiment: {
        model: experiment.model,
        pairs: experiment.pairs,
        roles: experiment.roles,
        expected: experiment.expected,
      },
    };
  }
  if (modelId == null || pairs == null)
    throw badUserInput([{ path: 'run', message: 'Give a run, or a model and pairs.' }]);
  const prompts = { model: modelId, pairs, prependBos: prependBos ?? true };
  const { tokenPairs, model, issues } = await validatePairs(prompts, models, signal);
  if (!tokenPairs) throw badUserInput(issues);
  return { model, pairs, experiment: { model: model.id, pairs: tokenPairs } };
}
