/** Which of the ranked heads have an effect at all. */
import { distinctHeads, type Head } from '../../domain/head-ranking';
import type { TopHeadsQuery } from '../generated/graphql';

type RankedCell = NonNullable<TopHeadsQuery['run']>['topHeads'][number];

/** Heads below it are not ranked: 1% of the gap, or 0.01 logits where recovery is undefined. */
export const SMALLEST_EFFECT = 0.01;

/**
 * Each head once, in the API's order, as long as its patch leads at least SMALLEST_EFFECT towards the source run (or,
 * where recovery is undefined, moves the logit difference by as much).
 *
 * @param base logit difference of the base run.
 */
export function headsWorthShowing(cells: readonly RankedCell[], base: number): Head[] {
  return distinctHeads(
    cells.filter(({ logitDiff, recovery }) => (recovery ?? Math.abs(logitDiff - base)) >= SMALLEST_EFFECT),
  );
}
