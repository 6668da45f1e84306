/** Chooses the sweep whose cells name the components of a run. */
import { kindsByRank, type SweepKind } from '../../../domain/sites';

/** The kind with the best rank for naming components; null when there is no kind. */
export function chooseNamingKind(kinds: readonly SweepKind[]): SweepKind | null {
  return kindsByRank('componentRank').find((kind) => kinds.includes(kind)) ?? null;
}
