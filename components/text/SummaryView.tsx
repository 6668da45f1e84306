import { Fragment, type ReactNode } from 'react';
import type { SweepKind } from '../generated/graphql';
import { Formula, type FormulaProps } from './Formula';
import { splitReferences } from './references';
import { TextAnchor } from './TextAnchor';
import classes from './text.module.css';

/** A node of the API's `summaryTree`: mdast (https://github.com/syntax-tree/mdast) without HTML and images, with formulas in MathML. */
interface SummaryNode {
  readonly type: string;
  readonly value?: string;
  readonly depth?: number;
  readonly ordered?: boolean;
  readonly start?: number | null;
  /** For items of a task list; null otherwise. */
  readonly checked?: boolean | null;
  readonly spread?: boolean;
  /** For `inlineCode` that is a formula. */
  readonly formula?: FormulaProps;
  readonly url?: string;
  readonly title?: string | null;
  readonly align?: readonly ('left' | 'right' | 'center' | null)[];
  readonly children?: readonly SummaryNode[];
}

interface SummaryViewProps {
  /** `summaryTree` of the API: JSON. */
  readonly tree: string;
  /** Sweep kinds of the run; references can point to their cells. */
  readonly kinds: readonly SweepKind[];
  /** Names of the steps of the run's position axes; none for positions by index. */
  readonly roles?: readonly string[];
}

/**
 * A claim, drawn from its stored syntax tree without parsing Markdown. References such as `[[L9H9]]` are links that pin the
 * cell. Heading levels start below those of the page.
 */
export function SummaryView({ tree, kinds, roles = [] }: SummaryViewProps) {
  const root = JSON.parse(tree) as SummaryNode;
  return <div className={classes.text}>{showAll(root.children, { kinds, roles, isLink: false })}</div>;
}

interface Place {
  readonly kinds: readonly SweepKind[];
  readonly roles: readonly string[];
  /** A reference inside a link stays text. */
  readonly isLink: boolean;
}

function showAll(nodes: readonly SummaryNode[] = [], place: Place): ReactNode {
  // oxlint-disable-next-line react/no-array-index-key -- a stored tree does not change
  return nodes.map((node, index) => <Fragment key={index}>{show(node, place)}</Fragment>);
}

function show(node: SummaryNode, place: Place): ReactNode {
  const children = (): ReactNode => showAll(node.children, place);
  switch (node.type) {
    case 'text':
      return showText(node.value ?? '', place);
    case 'inlineCode':
      return node.formula ? <Formula {...node.formula} /> : <code>{node.value}</code>;
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{node.value}</code>
        </pre>
      );
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'paragraph':
      return <p>{children()}</p>;
    case 'emphasis':
      return <em>{children()}</em>;
    case 'strong':
      return <strong>{children()}</strong>;
    case 'delete':
      return <del>{children()}</del>;
    case 'blockquote':
      return <blockquote>{children()}</blockquote>;
    case 'heading': {
      const Heading = (['h2', 'h3', 'h4', 'h5', 'h6'] as const)[Math.min(5, node.depth ?? 1) - 1]!;
      return <Heading>{children()}</Heading>;
    }
    case 'list':
      return node.ordered ? <ol start={node.start ?? 1}>{children()}</ol> : <ul>{children()}</ul>;
    case 'listItem':
      return <ListItem node={node} place={place} />;
    case 'link':
      return (
        <TextAnchor href={node.url ?? ''} title={node.title ?? undefined}>
          {showAll(node.children, { ...place, isLink: true })}
        </TextAnchor>
      );
    case 'table':
      return <SummaryTable node={node} place={place} />;
    default:
      return children();
  }
}

function showText(text: string, { kinds, roles, isLink }: Place): ReactNode {
  if (isLink) return text;
  return splitReferences(text, kinds, roles).map(({ label, href }, index) =>
    href === null ? (
      label
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- the pieces of one text keep their order
      <TextAnchor key={index} href={href}>
        {label}
      </TextAnchor>
    ),
  );
}

/** Items of a tight list show their paragraphs without margins. */
function ListItem({ node, place }: { readonly node: SummaryNode; readonly place: Place }) {
  const parts = (node.children ?? []).flatMap((child) =>
    !node.spread && child.type === 'paragraph' ? (child.children ?? []) : [child],
  );
  return (
    <li>
      {typeof node.checked === 'boolean' && (
        <input type="checkbox" checked={node.checked} disabled aria-label={node.checked ? 'done' : 'open'} />
      )}{' '}
      {showAll(parts, place)}
    </li>
  );
}

function SummaryTable({ node, place }: { readonly node: SummaryNode; readonly place: Place }) {
  const [head, ...body] = node.children ?? [];
  const cells = (row: SummaryNode | undefined, Cell: 'th' | 'td'): ReactNode =>
    row?.children?.map((cell, column) => (
      // oxlint-disable-next-line react/no-array-index-key -- columns keep their order
      <Cell key={column} style={{ textAlign: node.align?.[column] ?? undefined }}>
        {showAll(cell.children, place)}
      </Cell>
    ));
  return (
    <div className={classes.scroll} role="region" aria-label="Table" tabIndex={0}>
      <table>
        <thead>
          <tr>{cells(head, 'th')}</tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- rows keep their order
            <tr key={index}>{cells(row, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
