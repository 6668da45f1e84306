/** Converts the input of createRun and previewRun. */
import { joinSweeps } from '../../domain/sweep-groups';
import type { Actor } from '../accounts/policy';
import { readableRuns } from '../accounts/visibility';
import type { Config } from '../config';
import type { Database } from '../db';
import { badUserInput, type InputIssue } from '../errors';
import type { Models } from '../models/registry/installed';
import { findRunPairs, type PairSource } from '../prompts/sets/use-in-run';
import { filterRunInput } from '../runs/submit/filter-pairs';
import { readInput } from '../runs/submit/read-input';
import type { RunInput } from '../runs/submit/validate';
import type { Services } from '../runs/services';
import type { CreateRunInput } from './generated/resolvers';

interface InputServices {
  readonly db: Database;
  readonly models: Models;
  readonly config: Config;
}

/** The experiment that is asked for, without its filter, or the problems of where its pairs are from. */
export async function findRunInput(
  services: InputServices,
  actor: Actor,
  { sweeps, sweepGroups, filter: _applied, stopWhen, ...input }: CreateRunInput,
): Promise<RunInput | { readonly issues: readonly InputIssue[] }> {
  const { pairs, promptSet, promptSetPairs, pairsOfRun, ...rest } = input;
  const { model, prependBos } = rest;
  const source = { pairs, promptSet, promptSetPairs, model, prependBos };
  const found =
    pairsOfRun == null
      ? await findRunPairs(services, actor, source)
      : await readPairsOfRun(services.db, actor, pairsOfRun, source);
  if ('issues' in found) return found;
  return {
    ...rest,
    ...found,
    sweeps: joinSweeps(sweeps, sweepGroups),
    stopWhen: stopWhen ? { ...stopWhen, sweep: stopWhen.sweep ?? null } : null,
  };
}

/** The pairs of a stored run that the actor can open, and where they are from. */
async function readPairsOfRun(
  db: Database,
  actor: Actor,
  id: string,
  { pairs, promptSet, promptSetPairs }: Pick<PairSource, 'pairs' | 'promptSet' | 'promptSetPairs'>,
): Promise<Pick<RunInput, 'pairs' | 'promptSet' | 'freshSeed'> | { readonly issues: readonly InputIssue[] }> {
  if (pairs != null || promptSet != null || promptSetPairs != null) {
    const message = 'pairsOfRun is given besides pairs or promptSet. Give one of them.';
    return { issues: [{ path: 'pairsOfRun', message }] };
  }
  const run = await db.run.findFirst({
    where: { id, AND: readableRuns(actor) },
    include: { pairs: { orderBy: { index: 'asc' } } },
  });
  if (!run) return { issues: [{ path: 'pairsOfRun', message: `There is no run '${id}'.` }] };
  const input = readInput(run, run.pairs);
  return { pairs: input.pairs, promptSet: input.promptSet, freshSeed: input.freshSeed };
}

/**
 * The experiment that is asked for, with the pairs of its prompt set that its filter keeps, and groups of sweeps replaced by their
 * kinds.
 *
 * @throws BAD_USER_INPUT; with a filter, as `filterRunInput`.
 */
export async function readRunInput(
  services: InputServices & Pick<Services, 'engine'>,
  actor: Actor,
  input: CreateRunInput,
  signal?: AbortSignal,
): Promise<RunInput> {
  const found = await findRunInput(services, actor, input);
  if ('issues' in found) throw badUserInput(found.issues);
  if (!input.filter) return found;
  const { minGap = null, onlyRight, dropsOutliers } = input.filter;
  return filterRunInput(services, found, { minGap, onlyRight, dropsOutliers }, signal);
}
