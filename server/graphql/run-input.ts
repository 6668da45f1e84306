/** Converts the input of createRun and previewRun. */
import { joinSweeps } from '../../domain/sweep-groups';
import type { Actor } from '../accounts/policy';
import type { Config } from '../config';
import type { Database } from '../db';
import { badUserInput, type InputIssue } from '../errors';
import type { Models } from '../models/registry/installed';
import { findRunPairs } from '../prompts/sets/use-in-run';
import { filterRunInput } from '../runs/submit/filter-pairs';
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
  { sweeps, sweepGroups, filter: _applied, ...input }: CreateRunInput,
): Promise<RunInput | { readonly issues: readonly InputIssue[] }> {
  const { pairs, promptSet, promptSetPairs, ...rest } = input;
  const { model, prependBos } = rest;
  const found = await findRunPairs(services, actor, { pairs, promptSet, promptSetPairs, model, prependBos });
  return 'issues' in found ? found : { ...rest, ...found, sweeps: joinSweeps(sweeps, sweepGroups) };
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
