/** Which sweep of a run names its components best. */
import { kindsByRank, type SweepKind } from '../../../domain/sites';

/** The kind among some that names components best; null for none. */
export function chooseNamingKind(kinds: readonly SweepKind[]): SweepKind | null {
  return kindsByRank('componentRank').find((kind) => kinds.includes(kind)) ?? null;
}
