/** The pairs that a run is made on: all that are given, or those that its model can use. */
import { describeUnusable, countUnusable } from '../../../domain/unusable-pairs';
import type { Config } from '../../config';
import { badUserInput, type InputIssue } from '../../errors';
import type { Services } from '../services';
import { splitUsable, type UnusablePairs } from './split-usable';
import type { RunInput } from './validate';

export interface GivenPairs {
  readonly input: RunInput;
  /** Why a run on all pairs is refused; null when that shows later. */
  readonly refusal: InputIssue | null;
  /** Whether pairs that the model cannot use are left out, instead of refusing all. */
  readonly leavesOut: boolean;
}

type UsableServices = Pick<Services, 'models'> & { readonly config: Pick<Config, 'maxRunPairs'> };

/** @throws BAD_USER_INPUT for a refusal, and when no pair is left; MODEL_UNAVAILABLE; RUN_CANCELLED when `signal` aborts. */
export async function usablePairs(
  { models, config }: UsableServices,
  { input, refusal, leavesOut }: GivenPairs,
  signal?: AbortSignal,
): Promise<RunInput> {
  if (!leavesOut) {
    if (refusal) throw badUserInput([refusal]);
    return input;
  }
  const { usable, unusable } = await splitUsable(models, input, config.maxRunPairs, signal);
  if (unusable && usable.pairs.length === 0) throw badUserInput([describeNothingLeft(unusable, input.model)]);
  return usable;
}

/** The issue of pairs of which none can be used. */
export function describeNothingLeft({ given, pairs }: UnusablePairs, model: string): InputIssue {
  const counts = describeUnusable(countUnusable(pairs));
  const message = `None of the ${given.toLocaleString('en')} pairs can be used with ${model}: ${counts}. Pair ${pairs[0]!.index}: ${pairs[0]!.message} Use other pairs, or another model.`;
  return { path: 'leaveOutUnusable', message };
}
