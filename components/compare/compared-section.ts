import { SITES, type SweepKind } from '../../domain/sites';

/** The section of the page that compares sweeps of a kind: its anchor and title. */
export function describeSection(kind: SweepKind): { readonly id: string; readonly title: string } {
  return { id: `compare-${kind.toLowerCase()}`, title: SITES[kind].title };
}
