/** A remark plugin that turns references to cells into links, for the preview of a claim. */
import type { SweepKind } from '../generated/graphql';
import { splitReferences } from './references';

/** The part of a Markdown syntax tree (mdast) that the plugin reads. */
interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

/** @param kinds the run's sweeps; other references become plain text. References in code and links are left as they are. */
export function linkReferences(kinds: readonly SweepKind[]) {
  return (tree: Node): void => visit(tree, kinds);
}

function visit(node: Node, kinds: readonly SweepKind[]): void {
  if (node.type === 'link' || node.type === 'linkReference') return;
  node.children = node.children?.flatMap((child) => {
    if (child.type !== 'text') {
      visit(child, kinds);
      return [child];
    }
    return splitReferences(child.value ?? '', kinds).map(({ label, href }): Node => {
      const text = { type: 'text', value: label };
      return href === null ? text : { type: 'link', url: href, children: [text] };
    });
  });
}
