/** From a form's input to a queued run, or to the stored run that answers it already. */
import { randomBytes } from 'node:crypto';
import { ENGINE_VERSION } from '../engine/client';
import { AppError, badUserInput, isAppError } from '../errors';
import type { Run } from '../db';
import type { Baseline, Estimate } from '../engine/types';
import type { Services } from '../services';
import { warnOfBaseline } from './baseline-warnings';
import { contentHash } from './content-hash';
import { validateRun, type RunInput, type Validation } from './validate';

/** Runs of one owner that may wait or compute at the same time. */
export const MAX_ACTIVE_RUNS = 20;

/** An experiment looked at before anything is spent on it. */
export interface Preview extends Validation {
  readonly baseline: Baseline | null;
  readonly estimate: Estimate | null;
}

/** Checks and estimates an experiment; stores nothing, and reports problems instead of throwing them. */
export async function previewRun(services: Services, input: RunInput): Promise<Preview> {
  let checked: Validation;
  try {
    checked = await validate(services, input);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const issues = [{ path: 'model', message: error.message }];
    return { pairs: [], issues, warnings: [], experiment: null, baseline: null, estimate: null };
  }
  if (checked.experiment === null) return { ...checked, baseline: null, estimate: null };
  if (services.engine === null) {
    const warnings = [...checked.warnings, { path: '', message: noEngine().message }];
    return { ...checked, warnings, baseline: null, estimate: null };
  }
  try {
    const estimate = await services.engine.estimate(checked.experiment, input.sweeps);
    const baseline = await services.engine.baseline(checked.experiment);
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
 * Stores a run as QUEUED, or returns the SUCCEEDED run of the same experiment.
 *
 * @param owner asked for only when a run is really stored or returned: a refused input makes no guest.
 * @param recompute never answer from a stored run.
 * @throws BAD_USER_INPUT with every issue; MODEL_UNAVAILABLE; ENGINE_FAILED when the site has no engine;
 *   QUOTA_EXCEEDED when the owner has too many runs under way.
 */
export async function submitRun(
  services: Services,
  owner: () => Promise<string>,
  input: RunInput,
  recompute: boolean,
): Promise<Run> {
  const { db, engine, models, queue } = services;
  const checked = await validate(services, input);
  if (checked.experiment === null) throw badUserInput(checked.issues);
  if (engine === null) throw noEngine();
  const hash = contentHash(
    checked.experiment,
    input.sweeps,
    await models.sha256(input.model),
    ENGINE_VERSION,
  );
  const ownerId = await owner();
  if (!recompute) {
    const stored = await db.run.findFirst({
      where: { contentHash: hash, status: 'SUCCEEDED' },
      orderBy: { createdAt: 'desc' },
    });
    if (stored) return stored;
  }
  const active = await db.run.count({ where: { ownerId, status: { in: ['QUEUED', 'RUNNING'] } } });
  if (active >= MAX_ACTIVE_RUNS) {
    const message = `You have ${active} runs waiting or computing; ${MAX_ACTIVE_RUNS} are the limit. Wait for one to end, or cancel one.`;
    throw new AppError('QUOTA_EXCEEDED', message);
  }
  const { unavailable: _usable, id, ...sizes } = await models.info(input.model);
  await db.model.upsert({ where: { id }, create: { id, ...sizes }, update: sizes });
  const run = await db.run.create({
    data: {
      id: randomBytes(9).toString('base64url'),
      ownerId,
      modelId: id,
      direction: input.direction,
      prependBos: input.prependBos,
      kinds: JSON.stringify(input.sweeps),
      contentHash: hash,
      pairs: { create: pairRows(input, checked) },
    },
  });
  queue.emit('queued');
  return run;
}

async function validate({ models }: Services, input: RunInput): Promise<Validation> {
  const [model, tokenizer] = await Promise.all([models.info(input.model), models.tokenizer(input.model)]);
  return validateRun(input, model, tokenizer);
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

/** The error of asking for computation on a site without an engine. */
export function noEngine(): AppError {
  return new AppError(
    'ENGINE_FAILED',
    'This site runs without an engine and shows saved results only. Start it with ENGINE_ENABLED=1 to compute.',
  );
}
