/** The lengths of the prompts of a run's file, and the steps of its position axes. */
import type { AlignedPair } from '../../../domain/alignment';
import { countLongest, countSteps, type PairGroup } from '../../../domain/pair-groups';
import { addEnd, createSteps, type RoleSteps } from '../../../domain/roles';
import { groupComputedPairs } from '../../../domain/whole-answers';
import { readPositions } from '../submit/validate-alignment';
import type { RunFile } from './run-file';

type Prompts = Pick<RunFile, 'pairs' | 'roles' | 'directions'>;

/** The token ids of the pairs, and their alignments. */
export function listTokens({ pairs }: Pick<RunFile, 'pairs'>): AlignedPair[] {
  return pairs.map(({ cleanTokens, corruptedTokens, alignment }) => ({
    clean: cleanTokens.map(({ id }) => id),
    corrupted: corruptedTokens.map(({ id }) => id),
    ...(alignment && { alignment: readPositions(alignment) }),
  }));
}

/** Whether all base prompts have one number of tokens, so that positions by index mean the same. */
export function hasOneLength(file: Pick<RunFile, 'pairs' | 'directions'>): boolean {
  return countSteps({ pairs: listTokens(file), directions: file.directions }) !== null;
}

/** What sweeps are measured by: tokens of the longest base prompt, and the roles where positions are by role. */
export function measurePrompts(file: Prompts): { readonly length: number; readonly roles?: number[][] } {
  const pairs = listTokens(file);
  const length = countSteps({ pairs, directions: file.directions }) ?? countLongest(pairs);
  const names = file.roles ?? [];
  return names.length === 0 ? { length } : { length, roles: names.map(() => []) };
}

/** The pairs that are computed together, which decide what equals the base run by causality. @param file whose pairs were checked. */
export function groupFilePairs(file: Prompts & Pick<RunFile, 'metrics'>): PairGroup[] {
  const names = file.roles ?? [];
  const { directions, metrics } = file;
  const tokens = listTokens(file);
  const ids = (answer: readonly { readonly id: number }[]): number[] => answer.map(({ id }) => id);
  const pairs = file.pairs.map(({ whole }, index) => ({
    ...tokens[index]!,
    ...(whole && { whole: { correct: ids(whole.correct), incorrect: ids(whole.incorrect) } }),
  }));
  return groupComputedPairs({
    pairs,
    directions,
    metrics,
    ...(names.length > 0 && { roles: placeFileRoles(file, names) }),
  });
}

/** The steps of position axes by role. */
export function placeFileRoles({ pairs }: Pick<RunFile, 'pairs'>, names: readonly string[]): RoleSteps {
  return createSteps(
    names,
    pairs.map(({ roles = [], cleanTokens, corruptedTokens }) =>
      addEnd(roles, cleanTokens.length, corruptedTokens.length),
    ),
  );
}
