/** References to cells in a finding's text, as links that pin the cell. */
import type { SweepKind } from '../generated/graphql';

/** `[[L9H9]]` is a head, `[[L9H9 p12]]` a head at a position, `[[L9 p12]]` a layer at a position, `[[L9]]` that at position 0. */
const REFERENCE = /\[\[\s*L(\d{1,3})(?:\s*H(\d{1,3}))?(?:\s+p(\d{1,4}))?\s*\]\]/gi;

/** Sweeps that a reference may point into, in order of preference, as the server checks them. */
const HEAD_KINDS: readonly SweepKind[] = ['HEAD_Z', 'HEAD_V', 'HEAD_PATTERN', 'HEAD_Q', 'HEAD_K'];
const HEAD_BY_POSITION_KINDS = HEAD_KINDS.map((kind) => `${kind}_BY_POS` as SweepKind);
const LAYER_KINDS: readonly SweepKind[] = ['RESID_PRE', 'ATTN_OUT', 'MLP_OUT'];

/** What this file needs to know of a Markdown syntax tree (mdast). */
interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

/**
 * A remark plugin that turns references in text, not in code or links, into links to `?cell=HEAD_Z:9:6`.
 *
 * @param kinds the run's sweeps; a reference that none of them has becomes plain text.
 */
export function linkReferences(kinds: readonly SweepKind[]) {
  return (tree: Node): void => visit(tree, kinds);
}

function visit(node: Node, kinds: readonly SweepKind[]): void {
  if (node.type === 'link' || node.type === 'linkReference') return;
  node.children = node.children?.flatMap((child) => {
    if (child.type === 'text') return splitText(child.value ?? '', kinds);
    visit(child, kinds);
    return [child];
  });
}

function splitText(text: string, kinds: readonly SweepKind[]): Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [all, layer, head, position] = match;
    nodes.push({ type: 'text', value: text.slice(end, match.index) });
    const name = `L${layer}${head === undefined ? '' : `H${head}`}${position === undefined ? '' : ` p${position}`}`;
    const cell = cellAddress(kinds, layer!, head, position);
    const label: Node = { type: 'text', value: name };
    nodes.push(cell === null ? label : { type: 'link', url: `?cell=${cell}`, children: [label] });
    end = match.index + all.length;
  }
  nodes.push({ type: 'text', value: text.slice(end) });
  return nodes.filter(({ type, value }) => type !== 'text' || value !== '');
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
