/** Which cells of a sweep were computed, by the rule of the engine's plan. */
import { listComputed } from '../../domain/causality';
import type { SweepKind } from '../generated/graphql';
import type { Axes } from './place';
import type { TokenizedPair } from './positions';

/** One byte for each cell of a sweep: 0 where it equals the base run by causality. @param pairs all of the run's. */
export function readComputed(
  { kind, axes, shape }: Axes & { readonly kind: SweepKind },
  pairs: readonly Pick<TokenizedPair, 'cleanTokens' | 'differingPositions'>[],
): Uint8Array {
  const length = pairs[0]?.cleanTokens.length ?? 0;
  const firsts = pairs.map(({ differingPositions }) => differingPositions[0] ?? length);
  const firstDifference = Math.min(length, ...firsts);
  return listComputed(kind, { axes: axes.map(({ name }) => name), shape }, { length, firstDifference });
}
