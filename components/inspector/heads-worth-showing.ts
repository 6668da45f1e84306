/** Selection of the ranked heads that have an effect. */
import { distinctHeads, type Head } from '../../domain/head-ranking';
import type { TopHeadsQuery } from '../generated/graphql';

type RankedCell = NonNullable<TopHeadsQuery['run']>['topHeads'][number];

/** Smaller effects are not ranked: 1% of the gap, or 0.01 logits if recovery is undefined. */
export const SMALLEST_EFFECT = 0.01;

/**
 * Lists each head once, in the order of the API, if its recovery is at least SMALLEST_EFFECT (or, if recovery is undefined,
 * its change of the logit difference).
 *
 * @param base logit difference of the base run.
 */
export function headsWorthShowing(cells: readonly RankedCell[], base: number): Head[] {
  return distinctHeads(
    cells.filter(({ value, recovery }) => (recovery ?? Math.abs(value - base)) >= SMALLEST_EFFECT),
  );
}
