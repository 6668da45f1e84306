/** The prompt pairs that pages patch live, and what is known of them: stored results, or those of the engine. */
import { computeRecovery } from '../../domain/effect';
import type { PairTexts } from '../../domain/presets';

/** Logit differences of one pair: of both unpatched runs, and after each patch. */
export interface DemoValues {
  readonly base: number;
  readonly source: number;
  /** Row-major [layer, position]; null where it is not known. */
  readonly patched: readonly (number | null)[];
}

export interface DemoColumn {
  readonly clean: string;
  readonly corrupted: string;
}

export interface DemoCell {
  readonly row: number;
  readonly column: number;
}

/** A pair that is patched in the residual stream, at each layer and position. */
export interface DemoExample {
  readonly id: string;
  readonly label: string;
  readonly model: string;
  readonly pair: PairTexts;
  readonly layers: number;
  /** Tokens by position. */
  readonly columns: readonly DemoColumn[];
  /** Stored values, and the finding that they are of. */
  readonly saved: { readonly values: DemoValues; readonly slug: string; readonly title: string } | null;
}

/** Recovery of each patch, in the order of the values; null where it is not known or not defined. */
export function listRecoveries({ base, source, patched }: DemoValues): (number | null)[] {
  return patched.map((value) => {
    const recovery = value === null ? Number.NaN : computeRecovery(value, { base, source });
    return Number.isNaN(recovery) ? null : recovery;
  });
}

/** The cell to begin with: the first position that differs, before the second block. */
export function chooseFirstCell({ columns, layers }: Pick<DemoExample, 'columns' | 'layers'>): DemoCell {
  const differing = columns.findIndex(({ clean, corrupted }) => clean !== corrupted);
  return { row: Math.min(1, layers - 1), column: Math.max(0, differing) };
}
