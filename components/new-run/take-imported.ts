/** Pairs that were read from a file, in the form. */
import { END_ROLE, isSameRole } from '../../domain/roles';
import { readRole, type DraftPair } from './draft';
import type { ImportedPair } from './ImportDialog';

/** The pair with its roles. Positions of a file count BOS; END needs no mark. */
export function takeImported({ roles = [], ...pair }: ImportedPair): DraftPair {
  const marked = roles.filter(({ name }) => !isSameRole(name, END_ROLE)).map((role) => readRole(role, true));
  return { ...pair, ...(marked.length > 0 && { roles: marked }) };
}
