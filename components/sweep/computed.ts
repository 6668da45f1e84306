/** Which cells of a sweep were computed, by the rule of the engine's plan. */
import { groupPairs, listComputedCells, type PairGroup } from '../../domain/pair-groups';
import type { AlignedPair } from '../../domain/alignment';
import type { RoleSteps } from '../../domain/roles';
import { groupComputedPairs } from '../../domain/whole-answers';
import type { Direction, Metric, SweepKind } from '../generated/graphql';
import { toMetricId } from './metrics';
import type { Axes } from './place';
import type { TokenizedPair } from './positions';
import { isOneLength, placeSteps } from './role-labels';

type Prompts = readonly (Pick<TokenizedPair, 'cleanTokens' | 'differingPositions' | 'roles' | 'alignment'> &
  Partial<Pick<TokenizedPair, 'corruptedTokens'>> & { readonly whole?: Whole | null | undefined })[];
type Whole = Readonly<Record<'correct' | 'incorrect', readonly { readonly id: number }[]>>;

/**
 * One byte for each cell of a sweep: 0 where it equals the base run, by causality or because no position of the source prompt is
 * aligned with it.
 *
 * @param pairs all of the run's.
 * @param roles names of the steps of the run's position axes; none for positions by index.
 * @param metrics of the run: what is read of answers of several tokens depends on them.
 */
export function readComputed(
  { kind, direction, axes, shape }: Axes & { readonly kind: SweepKind; readonly direction: Direction },
  pairs: Prompts,
  roles: readonly string[] = [],
  metrics: readonly Metric[] = [],
): Uint8Array {
  const grid = { axes: axes.map(({ name }) => name), shape };
  const groups = pairs.some(({ whole }) => whole)
    ? listWholeGroups(pairs, roles, metrics, direction)
    : listGroups(pairs, roles);
  return listComputedCells(kind, grid, groups, direction);
}

/** Of runs with answers that are read as a whole. */
function listWholeGroups(
  pairs: Prompts,
  roles: readonly string[],
  metrics: readonly Metric[],
  direction: Direction,
): PairGroup[] {
  const ids = (tokens: readonly { readonly id: number }[]): number[] => tokens.map(({ id }) => id);
  const prompts = readPrompts(pairs, roles);
  return groupComputedPairs({
    ...prompts,
    pairs: prompts.pairs.map((pair, index) => {
      const { whole } = pairs[index]!;
      return {
        ...pair,
        ...(whole && { whole: { correct: ids(whole.correct), incorrect: ids(whole.incorrect) } }),
      };
    }),
    directions: [direction],
    metrics: ['logit_diff', ...metrics.map((metric) => toMetricId(metric))],
  });
}

/** Groups whose union has the cells that any pair computes. */
function listGroups(pairs: Prompts, roles: readonly string[]): PairGroup[] {
  if (pairs.some(({ alignment }) => alignment)) return listAlignedGroups(pairs, roles);
  const firsts = pairs.map(
    ({ differingPositions, cleanTokens }) => differingPositions[0] ?? cleanTokens.length,
  );
  if (roles.length === 0 && isOneLength(pairs)) {
    const length = pairs[0]?.cleanTokens.length ?? 0;
    return [{ indices: [], length, firstDifference: Math.min(length, ...firsts) }];
  }
  const steps = placeSteps(pairs, roles);
  return pairs.map(({ cleanTokens: { length } }, index) => ({
    indices: [index],
    length,
    firstDifference: firsts[index]!,
    ...(roles.length > 0 && { roles: steps[index]! }),
  }));
}

/** Of runs with pairs whose prompts have different numbers of tokens. */
function listAlignedGroups(pairs: Prompts, roles: readonly string[]): PairGroup[] {
  return groupPairs(readPrompts(pairs, roles));
}

/** Token ids, alignments and roles of pairs. */
function readPrompts(
  pairs: Prompts,
  roles: readonly string[],
): { readonly pairs: AlignedPair[]; readonly roles?: RoleSteps } {
  const aligned = pairs.map(({ cleanTokens, corruptedTokens = [], alignment }) => ({
    clean: cleanTokens.map(({ id }) => id),
    corrupted: corruptedTokens.map(({ id }) => id),
    ...(alignment && { alignment: alignment.map((at) => [at.clean, at.corrupted] as const) }),
  }));
  const steps = {
    names: roles,
    positions: placeSteps(pairs, roles),
    corruptedPositions: placeSteps(pairs, roles, 'corruptedPositions'),
  };
  return { pairs: aligned, ...(roles.length > 0 && { roles: steps }) };
}
