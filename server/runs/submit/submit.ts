/** From a form's input to a queued run, or to the stored run that answers it already. */
import { randomBytes } from 'node:crypto';
import { MAX_ACTIVE_RUNS } from '../../../domain/limits';
import { ENGINE_VERSION } from '../../engine/client/client';
import { AppError, badUserInput, isAppError } from '../../errors';
import type { Database, Run } from '../../db';
import { readMetric, type BaselineValues, type Estimate } from '../../engine/api';
import { createNoEngineError } from '../../engine-status';
import type { Services } from '../services';
import { warnOfBaseline } from './baseline-warnings';
import { digestContent } from './content-hash';
import { copyRun } from './copy';
import { findCostIssue } from './cost';
import { validateRun, type RunInput, type Validation } from './validate';

/** A submission waits this long for transactions before it, and may take this long, in ms. */
const PATIENCE = { maxWait: 10_000, timeout: 30_000 };

/** An experiment looked at before anything is spent on it. */
export interface Preview extends Validation {
  /** Logit differences of the two unpatched runs. */
  readonly baseline: BaselineValues | null;
  readonly estimate: Estimate | null;
}

/** Checks and estimates an experiment; stores nothing, and reports problems instead of throwing them. */
export async function previewRun(
  services: Services,
  input: RunInput,
  signal?: AbortSignal,
): Promise<Preview> {
  let checked: Validation;
  try {
    checked = await validate(services, input, signal);
  } catch (error) {
    if (!isAppError(error, 'MODEL_UNAVAILABLE')) throw error;
    const issues = [{ path: 'model', message: error.message }];
    return { pairs: [], issues, warnings: [], experiment: null, baseline: null, estimate: null };
  }
  if (checked.experiment === null) return { ...checked, baseline: null, estimate: null };
  if (services.engine === null) {
    const warnings = [...checked.warnings, { path: '', message: createNoEngineError().message }];
    return { ...checked, warnings, baseline: null, estimate: null };
  }
  try {
    const estimate = await services.engine.estimate(checked.experiment, input.sweeps);
    const { values } = await services.engine.baseline(checked.experiment);
    const baseline = readMetric(values, 'logit_diff');
    return {
      ...checked,
      warnings: [...checked.warnings, ...warnOfBaseline(baseline)],
      baseline,
      estimate,
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const warnings = [...checked.warnings, { path: '', message: error.message }];
    return { ...checked, warnings, baseline: null, estimate: null };
  }
}

/**
 * Stores a run as QUEUED, unless the owner has it already: a stored run of theirs that succeeded or is under way is
 * returned, and somebody else's result becomes a copy of the owner's own.
 *
 * @param owner asked for only when a run is really stored or returned: a refused input makes no guest.
 * @param recompute never answer from a stored run.
 * @throws BAD_USER_INPUT with every issue; MODEL_UNAVAILABLE; ENGINE_FAILED when the site has no engine;
 *   QUOTA_EXCEEDED when too many runs of the owner, or of everybody, wait.
 */
export async function submitRun(
  services: Services,
  owner: () => Promise<string>,
  input: RunInput,
  recompute: boolean,
): Promise<Run> {
  const { db, config, engine, models, queue } = services;
  // Before the texts are tokenised: the engine refuses the run if the files change from here on.
  const { digest } = await models.identify(input.model);
  const checked = await validate(services, input);
  if (checked.experiment === null) throw badUserInput(checked.issues);
  if (engine === null) throw createNoEngineError();
  const contentHash = digestContent(checked.experiment, input.sweeps, digest, ENGINE_VERSION);
  if (!(await hasRoom(db, config.maxWaitingRuns, recompute ? null : contentHash))) {
    throw tooManyWait(config.maxWaitingRuns);
  }
  const ownerId = await owner();
  const { unavailable: _usable, id: modelId, ...sizes } = await models.info(input.model);
  const id = randomBytes(9).toString('base64url');
  const run = await db.$transaction(async (tx) => {
    // The first statement writes, so that what is counted below stays true until the run is stored.
    await tx.model.upsert({ where: { id: modelId }, create: { id: modelId, ...sizes }, update: sizes });
    if (!recompute) {
      const known = await answerFromStore(tx, contentHash, id, ownerId);
      if (known) return known;
    }
    await checkQuotas(tx, ownerId, config.maxWaitingRuns);
    return tx.run.create({
      data: {
        id,
        ownerId,
        modelId,
        direction: input.direction,
        prependBos: input.prependBos,
        kinds: JSON.stringify(input.sweeps),
        contentHash,
        modelDigest: digest,
        pairs: { create: pairRows(input, checked) },
      },
    });
  }, PATIENCE);
  if (run.status === 'QUEUED') queue.emit('queued');
  return run;
}

type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/** The owner's run of this experiment, or a copy of another's result for them under `id`; null when it must be computed. */
async function answerFromStore(
  tx: Transaction,
  contentHash: string,
  id: string,
  ownerId: string,
): Promise<Run | null> {
  const newestFirst = { createdAt: 'desc' } as const;
  const succeeded = { contentHash, status: 'SUCCEEDED' };
  const own =
    (await tx.run.findFirst({ where: { ...succeeded, ownerId }, orderBy: newestFirst })) ??
    (await tx.run.findFirst({
      where: { contentHash, ownerId, status: { in: ['QUEUED', 'RUNNING'] } },
      orderBy: newestFirst,
    }));
  if (own) return own;
  const stored = await tx.run.findFirst({ where: succeeded, orderBy: newestFirst });
  return stored && copyRun(tx, stored, id, ownerId);
}

/** @throws QUOTA_EXCEEDED */
async function checkQuotas(tx: Transaction, ownerId: string, maxWaiting: number): Promise<void> {
  const active = await tx.run.count({ where: { ownerId, status: { in: ['QUEUED', 'RUNNING'] } } });
  if (active >= MAX_ACTIVE_RUNS) {
    const message = `You have ${active} runs waiting or computing, and ${MAX_ACTIVE_RUNS} is the limit. Wait for one to end, or cancel one.`;
    throw new AppError('QUOTA_EXCEEDED', message, { details: { count: active, limit: MAX_ACTIVE_RUNS } });
  }
  if ((await tx.run.count({ where: { status: 'QUEUED' } })) >= maxWaiting) throw tooManyWait(maxWaiting);
}

/** Whether a run could be queued or answered from store, before anybody becomes a guest for it. */
async function hasRoom(db: Database, maxWaiting: number, contentHash: string | null): Promise<boolean> {
  if ((await db.run.count({ where: { status: 'QUEUED' } })) < maxWaiting) return true;
  if (contentHash === null) return false;
  const statuses = ['SUCCEEDED', 'QUEUED', 'RUNNING'];
  return (await db.run.count({ where: { contentHash, status: { in: statuses } }, take: 1 })) > 0;
}

function tooManyWait(limit: number): AppError {
  const message = `${limit} runs of all users wait already, which is the limit of this site. Try again when some of them have been computed.`;
  return new AppError('QUOTA_EXCEEDED', message, { details: { limit } });
}

async function validate(
  { models, config }: Services,
  input: RunInput,
  signal?: AbortSignal,
): Promise<Validation> {
  const checked = await validateRun(input, models, signal);
  if (checked.experiment === null) return checked;
  const model = await models.info(input.model);
  const issue = findCostIssue(checked.experiment, input.sweeps, model, config.maxRunPetaflop);
  return issue ? { ...checked, issues: [...checked.issues, issue], experiment: null } : checked;
}

function pairRows(input: RunInput, checked: Validation) {
  return input.pairs.map(({ clean, corrupted, correct, incorrect }, index) => {
    const tokens = checked.pairs[index]!;
    return {
      index,
      clean,
      corrupted,
      correct,
      incorrect,
      cleanTokens: JSON.stringify(tokens.clean),
      corruptedTokens: JSON.stringify(tokens.corrupted),
      correctTokenId: tokens.correct[0]!.id,
      incorrectTokenId: tokens.incorrect[0]!.id,
    };
  });
}
