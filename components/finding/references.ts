/** References to cells in a finding's text. */

const REFERENCE = /\[\[\s*L(\d{1,3})(?:\s*H(\d{1,3})|\s+p(\d{1,4}))?\s*\]\]/gi;

/**
 * Turns `[[L9H9]]` (a head), `[[L9 p12]]` (the residual stream before a layer at a position) and `[[L9]]` (that at
 * position 0) into Markdown links whose address pins that cell.
 */
export function linkReferences(markdown: string): string {
  return markdown.replaceAll(REFERENCE, (_match, layer: string, head?: string, position?: string) => {
    const name = `L${layer}${head === undefined ? '' : `H${head}`}${position === undefined ? '' : ` p${position}`}`;
    const cell = head === undefined ? `RESID_PRE:${layer}:${position ?? 0}` : `HEAD_Z:${layer}:${head}`;
    return `[${name}](?cell=${cell})`;
  });
}
