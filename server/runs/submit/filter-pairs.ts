/** Leaves out pairs of a run by the logit differences of their unpatched runs, and keeps a record of it. */
import { MAX_MEASURED_PAIRS } from '../../../domain/limits';
import {
  countLeftOut,
  describeLeftOut,
  filterPairs,
  isFiltering,
  type LeftOutReason,
  type PairFilter,
} from '../../../domain/pair-filter';
import { badUserInput } from '../../errors';
import type { Services } from '../services';
import { measureBaselines } from './measure-baselines';
import type { RunInput } from './validate';

/** A filter as it was applied. */
export interface AppliedFilter extends PairFilter {
  /** Pairs before the filter. */
  readonly given: number;
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly count: number }[];
}

/**
 * Applies a filter to the pairs of a run. Pairs with problems stay, so that the run is refused with all of them.
 *
 * @throws BAD_USER_INPUT when the filter leaves out all pairs or there are too many to measure; as `measureBaselines`.
 */
export async function filterRunInput(
  services: Pick<Services, 'models' | 'engine'>,
  input: RunInput,
  filter: PairFilter,
  signal?: AbortSignal,
): Promise<RunInput> {
  const given = input.pairs.length;
  if (!isFiltering(filter) || given === 0) return input;
  if (filter.minGap !== null && !Number.isFinite(filter.minGap))
    throw badUserInput([{ path: 'filter', message: 'minGap is not a finite number.' }]);
  if (given > MAX_MEASURED_PAIRS) {
    const message = `A filter measures up to ${MAX_MEASURED_PAIRS} pairs before a run, and there are ${given}. Use fewer pairs, or no filter.`;
    throw badUserInput([{ path: 'filter', message }]);
  }
  const all = [...input.pairs.keys()];
  const { baselines, refused } = await measureBaselines(services, input, all, signal);
  if (refused.length > 0) return input;
  const { kept, leftOut } = filterPairs(baselines, filter);
  const counts = countLeftOut(leftOut);
  if (kept.length === 0) {
    const message = `The filter leaves out all ${given} pairs: ${describeLeftOut(counts)}. Loosen it, or use other pairs.`;
    throw badUserInput([{ path: 'filter', message }]);
  }
  const pairs = kept.map((index) => input.pairs[index]!);
  const indices = kept.map((index) => input.indices?.[index] ?? index);
  return { ...input, pairs, indices, filter: { ...filter, given, leftOut: counts } };
}
