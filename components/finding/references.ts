/** References to cells in a finding's text. */

const REFERENCE = /\[\[\s*L(\d{1,3})(?:\s*H(\d{1,3}))?(?:\s+p(\d{1,4}))?\s*\]\]/gi;

/**
 * Turns `[[L9H9]]` (a head's output), `[[L9H9 p12]]` (that at one position), `[[L9 p12]]` (the residual stream before a
 * layer at a position) and `[[L9]]` (that at position 0) into Markdown links whose address pins that cell.
 */
export function linkReferences(markdown: string): string {
  return markdown.replaceAll(REFERENCE, (_match, layer: string, head?: string, position?: string) => {
    const name = `L${layer}${head === undefined ? '' : `H${head}`}${position === undefined ? '' : ` p${position}`}`;
    return `[${name}](?cell=${cellOf(layer, head, position)})`;
  });
}

function cellOf(layer: string, head: string | undefined, position: string | undefined): string {
  if (head === undefined) return `RESID_PRE:${layer}:${position ?? 0}`;
  return position === undefined ? `HEAD_Z:${layer}:${head}` : `HEAD_Z_BY_POS:${layer}:${head}:${position}`;
}
