/** Converts the input of createRun and previewRun. */
import { joinSweeps } from '../../domain/sweep-groups';
import type { Actor } from '../accounts/policy';
import type { Config } from '../config';
import type { Database } from '../db';
import { badUserInput, type InputIssue } from '../errors';
import type { Models } from '../models/registry/installed';
import { findRunPairs } from '../prompts/sets/use-in-run';
import type { RunInput } from '../runs/submit/validate';
import type { CreateRunInput } from './generated/resolvers';

interface InputServices {
  readonly db: Database;
  readonly models: Models;
  readonly config: Config;
}

/** The experiment that is asked for, or the problems of where its pairs are from. */
export async function findRunInput(
  services: InputServices,
  actor: Actor,
  { sweeps, sweepGroups, ...input }: CreateRunInput,
): Promise<RunInput | { readonly issues: readonly InputIssue[] }> {
  const { pairs, promptSet, promptSetPairs, ...rest } = input;
  const { model, prependBos } = rest;
  const found = await findRunPairs(services, actor, { pairs, promptSet, promptSetPairs, model, prependBos });
  return 'issues' in found ? found : { ...rest, ...found, sweeps: joinSweeps(sweeps, sweepGroups) };
}

/**
 * The experiment that is asked for, with the pairs of its prompt set, and groups of sweeps replaced by their kinds.
 *
 * @throws BAD_USER_INPUT
 */
export async function readRunInput(
  services: InputServices,
  actor: Actor,
  input: CreateRunInput,
): Promise<RunInput> {
  const found = await findRunInput(services, actor, input);
  if ('issues' in found) throw badUserInput(found.issues);
  return found;
}
