/** From a form's input to a queued run, or to the stored run that answers it already. */
import { randomBytes } from 'node:crypto';
import { ENGINE_VERSION } from '../engine/client';
import { AppError, badUserInput, isAppError } from '../errors';
import type { Run } from '../db';
import type { Baseline, Estimate } from '../engine/types';
import type { Services } from '../services';
import { contentHash } from './content-hash';
import { gapOf, isGapTooSmall, mean } from './recovery';
import { validateRun, type RunInput, type Validation } from './validate';

/** Runs of one owner that may wait or compute at the same time. */
export const MAX_ACTIVE_RUNS = 20;

/** An experiment looked at before anything is spent on it. */
export interface Preview extends Validation {
  readonly baseline: Baseline | null;
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
    checked = await validateRun(input, services.models, signal);
  } catch (error) {
    if (!isAppError(error, 'MODEL_UNAVAILABLE')) throw error;
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
      warnings: [...checked.warnings, ...gapWarnings(baseline, input)],
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
  // Before the texts are tokenised: the engine refuses the run if the files change from here on.
  const { digest } = await models.identify(input.model);
  const checked = await validateRun(input, models);
  if (checked.experiment === null) throw badUserInput(checked.issues);
  if (engine === null) throw noEngine();
  const hash = contentHash(checked.experiment, input.sweeps, digest, ENGINE_VERSION);
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
      modelDigest: digest,
      pairs: { create: pairRows(input, checked) },
    },
  });
  queue.emit('queued');
  return run;
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

function gapWarnings(baseline: Baseline, { direction }: RunInput): { path: string; message: string }[] {
  const warnings: { path: string; message: string }[] = [];
  const logits = (value: number): string => `${value.toFixed(3)} logits`;
  const gap = gapOf(baseline, direction);
  if (isGapTooSmall(gap)) {
    const message =
      `The mean logit difference is ${logits(mean(baseline.clean))} on the clean prompts and ${logits(mean(baseline.corrupted))} on the ` +
      'corrupted ones: too close to normalise by. The run is possible, but only raw logit differences will be shown.';
    warnings.push({ path: 'pairs', message });
  }
  baseline.clean.forEach((clean, index) => {
    const path = `pairs.${index}`;
    if (isGapTooSmall(gapOf(baseline, direction, index))) {
      const message = `This pair's logit differences (${logits(clean)} clean, ${logits(baseline.corrupted[index]!)} corrupted) are too close to normalise by.`;
      warnings.push({ path, message });
    } else if (clean <= baseline.corrupted[index]!) {
      const message = `The model prefers the correct answer more on the corrupted prompt (${logits(baseline.corrupted[index]!)}) than on the clean one (${logits(clean)}). Are answers or prompts swapped?`;
      warnings.push({ path, message });
    }
  });
  return warnings;
}

/** The error of asking for computation on a site without an engine. */
export function noEngine(): AppError {
  return new AppError(
    'ENGINE_FAILED',
    'This site runs without an engine and shows saved results only. Start it with ENGINE_ENABLED=1 to compute.',
  );
}
