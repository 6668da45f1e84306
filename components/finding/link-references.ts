/** A remark plugin that turns references to cells into links, for the preview of a text that is being written. */
import type { SweepKind } from '../generated/graphql';
import { splitReferences } from './references';

/** What is needed to know of a Markdown syntax tree (mdast). */
interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

/** @param kinds the run's sweeps; a reference that none of them has becomes plain text. References in code and links stay. */
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
