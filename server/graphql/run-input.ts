/** Converts the input of createRun and previewRun. */
import { joinSweeps } from '../../domain/sweep-groups';
import type { Actor } from '../accounts/policy';
import { readableRuns } from '../accounts/visibility';
import type { Config } from '../config';
import type { Database } from '../db';
import { badUserInput, isAppError, type InputIssue } from '../errors';
import type { Models } from '../models/registry/installed';
import { findRunPairs, type PairSource } from '../prompts/sets/use-in-run';
import { filterRunInput } from '../runs/submit/filter-pairs';
import { readInput } from '../runs/submit/read-input';
import { splitUsable, type SplitInput, type UnusablePairs } from '../runs/submit/split-usable';
import { describeNothingLeft, usablePairs, type GivenPairs } from '../runs/submit/usable-pairs';
import type { RunInput } from '../runs/submit/validate';
import type { Services } from '../runs/services';
import type { CreateRunInput } from './generated/resolvers';

interface InputServices {
  readonly db: Database;
  readonly models: Models;
  readonly config: Config;
}

/** The experiment that is asked for on all pairs that are given, or the problems of where they are from. */
async function findGiven(
  services: InputServices,
  actor: Actor,
  { sweeps, sweepGroups, filter: _applied, leaveOutUnusable: leavesOut, stopWhen, ...input }: CreateRunInput,
): Promise<GivenPairs | { readonly issues: readonly InputIssue[] }> {
  const { pairs, promptSet, promptSetPairs, pairsOfRun, ...rest } = input;
  const { model, prependBos, wholeAnswers } = rest;
  const asked = { pairs, promptSet, promptSetPairs, model, prependBos, wholeAnswers };
  const found =
    pairsOfRun == null
      ? await findRunPairs(services, actor, asked)
      : await readPairsOfRun(services.db, actor, pairsOfRun, asked);
  if ('issues' in found) return found;
  const { refusal, ...source } = found;
  const experiment = {
    ...rest,
    ...source,
    sweeps: joinSweeps(sweeps, sweepGroups),
    stopWhen: stopWhen ? { ...stopWhen, sweep: stopWhen.sweep ?? null } : null,
  };
  return { input: experiment, refusal, leavesOut };
}

type StoredSource = Pick<RunInput, 'pairs' | 'promptSet' | 'freshSeed' | 'filter' | 'unusable'> & {
  readonly refusal: null;
};

/** The pairs of a stored run that the actor can open, and where they are from. */
async function readPairsOfRun(
  db: Database,
  actor: Actor,
  id: string,
  { pairs, promptSet, promptSetPairs, model, prependBos }: PairSource,
): Promise<StoredSource | { readonly issues: readonly InputIssue[] }> {
  if (pairs != null || promptSet != null || promptSetPairs != null) {
    const message = 'pairsOfRun is given besides pairs or promptSet. Give one of them.';
    return { issues: [{ path: 'pairsOfRun', message }] };
  }
  const run = await db.run.findFirst({
    where: { id, AND: readableRuns(actor) },
    include: { pairs: { orderBy: { index: 'asc' } }, unusablePairs: { orderBy: { index: 'asc' } } },
  });
  if (!run) return { issues: [{ path: 'pairsOfRun', message: `There is no run '${id}'.` }] };
  const stored = readInput(run, run.pairs, run.unusablePairs);
  // What was left out says something of one tokenizer and model.
  const isSameModel = stored.model === model && stored.prependBos === prependBos;
  return {
    pairs: stored.pairs,
    promptSet: stored.promptSet,
    freshSeed: stored.freshSeed,
    filter: isSameModel ? stored.filter : null,
    unusable: isSameModel ? stored.unusable : null,
    refusal: null,
  };
}

/** An experiment to preview, without its filter, and its pairs that the model cannot use. */
export interface PreviewedInput {
  /** Null when it has issues already. */
  readonly input: RunInput | null;
  readonly issues: readonly InputIssue[];
  /** Its usable pairs where all are refused together, so that the preview has their tokens; null for none. */
  readonly refused: RunInput | null;
  /** Null where all pairs are used, and where they have not been looked at. */
  readonly unusable: UnusablePairs | null;
}

/** Returns problems of where pairs are from instead of throwing them. @throws RUN_CANCELLED when `signal` aborts. */
export async function findPreviewedInput(
  services: InputServices,
  actor: Actor,
  asked: CreateRunInput,
  signal?: AbortSignal,
): Promise<PreviewedInput> {
  const given = await findGiven(services, actor, asked);
  if ('issues' in given) return { input: null, issues: given.issues, refused: null, unusable: null };
  const { input, refusal, leavesOut } = given;
  if (!leavesOut && !refusal) return { input, issues: [], refused: null, unusable: null };
  const { usable, unusable } = await splitForPreview(services, input, signal);
  const isLeft = usable.pairs.length > 0;
  if (!leavesOut)
    return { input: null, issues: [refusal!], refused: unusable && isLeft ? usable : null, unusable };
  if (!unusable || isLeft) return { input: usable, issues: [], refused: null, unusable };
  return { input: null, issues: [describeNothingLeft(unusable, input.model)], refused: null, unusable };
}

/** As `splitUsable`; a model that cannot be used is a problem that the preview names. */
export async function splitForPreview(
  { models, config }: Pick<InputServices, 'models' | 'config'>,
  input: RunInput,
  signal?: AbortSignal,
): Promise<SplitInput> {
  try {
    return await splitUsable(models, input, config.maxRunPairs, signal);
  } catch (error) {
    if (isAppError(error, 'MODEL_UNAVAILABLE')) return { usable: input, unusable: null };
    throw error;
  }
}

/**
 * The experiment that is asked for, with the pairs that the model can use and its filter keeps, and groups of sweeps replaced by
 * their kinds.
 *
 * @throws BAD_USER_INPUT; with a filter, as `filterRunInput`.
 */
export async function readRunInput(
  services: InputServices & Pick<Services, 'engine'>,
  actor: Actor,
  input: CreateRunInput,
  signal?: AbortSignal,
): Promise<RunInput> {
  const given = await findGiven(services, actor, input);
  if ('issues' in given) throw badUserInput(given.issues);
  const usable = await usablePairs(services, given, signal);
  if (!input.filter) return usable;
  const { minGap = null, onlyRight, dropsOutliers } = input.filter;
  return filterRunInput(services, usable, { minGap, onlyRight, dropsOutliers }, signal);
}
