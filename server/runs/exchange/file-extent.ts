/** The lengths of the prompts of a run's file, and the steps of its position axes. */
import { countLongest, groupPairs, isOneLength, type PairGroup } from '../../../domain/pair-groups';
import { addEnd, placeRoles } from '../../../domain/roles';
import type { RunFile } from './run-file';

type Prompts = Pick<RunFile, 'pairs' | 'roles'>;

function listTokens({ pairs }: Pick<RunFile, 'pairs'>) {
  return pairs.map(({ cleanTokens, corruptedTokens }) => ({
    clean: cleanTokens.map(({ id }) => id),
    corrupted: corruptedTokens.map(({ id }) => id),
  }));
}

/** Whether all prompts have one number of tokens. */
export function hasOneLength(file: Pick<RunFile, 'pairs'>): boolean {
  return isOneLength(listTokens(file));
}

/** What sweeps are measured by: tokens of the longest prompt, and the roles where positions are by role. */
export function measurePrompts(file: Prompts): { readonly length: number; readonly roles?: number[][] } {
  const length = countLongest(listTokens(file));
  const names = file.roles ?? [];
  return names.length === 0 ? { length } : { length, roles: names.map(() => []) };
}

/** The pairs that are computed together, which decide what equals the base run by causality. @param file whose pairs were checked. */
export function groupFilePairs(file: Prompts): PairGroup[] {
  const names = file.roles ?? [];
  const pairs = listTokens(file);
  if (names.length === 0) return groupPairs({ pairs });
  const positions = file.pairs.map(({ roles = [], cleanTokens }) =>
    placeRoles(names, addEnd(roles, cleanTokens.length)),
  );
  return groupPairs({ pairs, roles: { names, positions } });
}
