/** Links to the cells that a finding's text refers to. */
import { findReferences, formatCellParameter, resolveReference } from '../../domain/cell';
import type { SweepKind } from '../../domain/sites';

/** A part of a text: plain text, or a reference with its address. */
export interface TextPiece {
  readonly label: string;
  /** `?cell=HEAD_Z:9:6`; null for plain text. */
  readonly href: string | null;
}

/**
 * Splits a text at its references.
 *
 * @param kinds the run's sweeps; a reference that none of them has is plain text.
 * @param roles names of the steps of the run's position axes; none for positions by index.
 */
export function splitReferences(
  text: string,
  kinds: readonly SweepKind[],
  roles: readonly string[] = [],
): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const reference of findReferences(text)) {
    pieces.push({ label: text.slice(end, reference.index), href: null });
    const cell = resolveReference(reference, kinds, roles);
    pieces.push({ label: reference.label, href: cell && `?cell=${formatCellParameter(cell)}` });
    end = reference.index + reference.text.length;
  }
  pieces.push({ label: text.slice(end), href: null });
  return pieces.filter(({ label }) => label !== '');
}
