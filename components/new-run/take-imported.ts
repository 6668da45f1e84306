/** Pairs that were read from a file, in the form. */
import { END_ROLE, isSameRole } from '../../domain/roles';
import { countBos, type DraftPair } from './draft';
import type { ImportedPair } from './ImportDialog';

/**
 * The pair with the roles that a run can use: those at the same positions in both prompts. Positions of a file count BOS; END needs
 * no mark.
 */
export function takeImported({ roles = [], ...pair }: ImportedPair): DraftPair {
  const marked = roles.flatMap(({ name, cleanPositions, corruptedPositions }) => {
    const isSame = String(cleanPositions) === String(corruptedPositions);
    if (!isSame || isSameRole(name, END_ROLE)) return [];
    return { name, positions: cleanPositions.map((at) => at - countBos(true)) };
  });
  return { ...pair, ...(marked.length > 0 && { roles: marked }) };
}
