/** References to cells in a finding's text, as links that pin the cell. */
import type { SweepKind } from '../generated/graphql';

/** `[[L9H9]]` is a head, `[[L9H9 p12]]` a head at a position, `[[L9 p12]]` a layer at a position, `[[L9]]` that at position 0. */
const REFERENCE = /\[\[\s*L(\d{1,3})(?:\s*H(\d{1,3}))?(?:\s+p(\d{1,4}))?\s*\]\]/gi;

/** Sweeps that a reference may point into, in order of preference, as the server checks them. */
const HEAD_KINDS: readonly SweepKind[] = ['HEAD_Z', 'HEAD_V', 'HEAD_PATTERN', 'HEAD_Q', 'HEAD_K'];
const HEAD_BY_POSITION_KINDS = HEAD_KINDS.map((kind) => `${kind}_BY_POS` as SweepKind);
const LAYER_KINDS: readonly SweepKind[] = ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT'];

/** A piece of a text: plain, or a reference with its address. */
export interface TextPiece {
  readonly label: string;
  /** `?cell=HEAD_Z:9:6`; null for plain text. */
  readonly href: string | null;
}

/**
 * Splits a text at its references.
 *
 * @param kinds the run's sweeps; a reference that none of them has is plain text.
 */
export function splitReferences(text: string, kinds: readonly SweepKind[]): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [all, layer, head, position] = match;
    pieces.push({ label: text.slice(end, match.index), href: null });
    const label = `L${layer}${head === undefined ? '' : `H${head}`}${position === undefined ? '' : ` p${position}`}`;
    const cell = cellAddress(kinds, layer!, head, position);
    pieces.push({ label, href: cell === null ? null : `?cell=${cell}` });
    end = match.index + all.length;
  }
  pieces.push({ label: text.slice(end), href: null });
  return pieces.filter(({ label }) => label !== '');
}

function cellAddress(
  kinds: readonly SweepKind[],
  layer: string,
  head: string | undefined,
  position: string | undefined,
): string | null {
  const choose = (wanted: readonly SweepKind[]) => wanted.find((kind) => kinds.includes(kind));
  if (head === undefined) {
    const kind = choose(LAYER_KINDS);
    return kind === undefined ? null : `${kind}:${layer}:${position ?? 0}`;
  }
  const kind = choose(position === undefined ? HEAD_KINDS : HEAD_BY_POSITION_KINDS);
  if (kind === undefined) return null;
  return position === undefined ? `${kind}:${layer}:${head}` : `${kind}:${layer}:${head}:${position}`;
}
