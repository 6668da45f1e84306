/**
 * Parses Markdown to a summary tree. It runs in a worker thread, since some texts take the parser minutes.
 *
 * The dialect is GitHub's without raw HTML, which is dropped, and without images, which would tell other hosts who reads the
 * page: an image becomes a link or its text. Footnotes are shown where they are defined. Formulas become MathML; one with a mistake keeps
 * its source and the reason.
 */
import type { Definition, Nodes, Root, RootContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { MathElement } from '../../domain/mathml';
import { badUserInput } from '../errors';
import { readFormulas, type Formula } from './formulas/formula-syntax';
import { loadFormulas, type RenderFormula } from './formulas/render-formula';
import type { SummaryNode, SummaryTree } from './summary-tree';

/** Nesting depth of quotes, lists and emphasis. */
const MAX_DEPTH = 24;
/** Number of nodes: paragraphs, texts, links and so on. */
const MAX_NODES = 5000;
/** Number of MathML elements. */
const MAX_MATH = 4000;

const parser = unified().use(remarkParse).use(remarkGfm).use(readFormulas).freeze();

interface Reading {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly render: RenderFormula | null;
  nodes: number;
  /** MathML elements. */
  math: number;
}

/**
 * Parses a summary.
 *
 * @throws BAD_USER_INPUT for a text that nests too deep or has too many parts.
 */
export async function readMarkdown(markdown: string): Promise<SummaryTree> {
  const root: Root = parser.parse(markdown);
  const render = markdown.includes('$') ? await loadFormulas() : null;
  const reading: Reading = { definitions: collectDefinitions(root), render, nodes: 0, math: 0 };
  return { type: 'root', children: readAll(root.children, reading, 1) };
}

function readAll(nodes: readonly RootContent[], reading: Reading, depth: number): SummaryNode[] {
  return nodes.flatMap((node) => readNode(node, reading, depth));
}

function readNode(node: RootContent, reading: Reading, depth: number): SummaryNode[] {
  if (depth > MAX_DEPTH) {
    throw refuse(`nests more than ${MAX_DEPTH} levels deep. Nest fewer quotes, lists or marks.`);
  }
  if (++reading.nodes > MAX_NODES) {
    throw refuse(`has more than ${MAX_NODES} parts. Use fewer marks, links, list items and table cells.`);
  }
  const below = (): SummaryNode[] => ('children' in node ? readAll(node.children, reading, depth + 1) : []);
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return [{ type: node.type, value: node.value }];
    case 'formula':
      return [readFormula(node, reading)];
    case 'code':
      return [{ type: 'code', value: node.value, lang: node.lang ?? null }];
    case 'break':
    case 'thematicBreak':
      return [{ type: node.type }];
    case 'paragraph':
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'blockquote':
    case 'tableRow':
    case 'tableCell':
      return [{ type: node.type, children: below() }];
    case 'heading':
      return [{ type: 'heading', depth: node.depth, children: below() }];
    case 'list':
      return [
        {
          type: 'list',
          ordered: node.ordered ?? false,
          start: node.start ?? null,
          spread: node.spread ?? false,
          children: below(),
        },
      ];
    case 'listItem':
      return [
        { type: 'listItem', checked: node.checked ?? null, spread: node.spread ?? false, children: below() },
      ];
    case 'table':
      return [{ type: 'table', align: node.align ?? [], children: below() }];
    case 'link':
      return link(node.url, node.title, below());
    case 'linkReference': {
      const target = reading.definitions.get(node.identifier);
      return link(target?.url, target?.title, below());
    }
    case 'image':
      return link(node.url, node.title, imageText(node.alt));
    case 'imageReference':
      return link(reading.definitions.get(node.identifier)?.url, null, imageText(node.alt));
    case 'footnoteReference':
      return [{ type: 'text', value: `[${node.label ?? node.identifier}]` }];
    case 'footnoteDefinition':
      return [
        { type: 'paragraph', children: [{ type: 'text', value: `[${node.label ?? node.identifier}]` }] },
        ...below(),
      ];
    case 'html':
    case 'definition':
    case 'yaml':
      return [];
  }
}

function readFormula({ value: tex, isDisplay, isOpen }: Formula, reading: Reading): SummaryNode {
  const marks = isDisplay ? '$$' : '$';
  const show = (mathml: MathElement | null, problem: string | null): SummaryNode => ({
    type: 'inlineCode',
    value: `${marks}${tex}${marks}`,
    formula: { tex, isDisplay, mathml, problem },
  });
  if (isOpen) return show(null, 'The formula has no end. Write $$ on a line of its own after it.');
  const rendered = reading.render!(tex, isDisplay, MAX_MATH - reading.math);
  if ('problem' in rendered) return show(null, rendered.problem);
  reading.math += rendered.size;
  return show(rendered.element, null);
}

/** A link, or only its content if its address is not allowed. */
function link(
  url: string | undefined,
  title: string | null | undefined,
  children: SummaryNode[],
): SummaryNode[] {
  if (url === undefined || !isAllowed(url)) return children;
  return [{ type: 'link', url, title: title ?? null, children }];
}

/** Allows http, https and mailto, and addresses relative to this site. */
function isAllowed(url: string): boolean {
  if (/^(https?:\/\/|mailto:)/i.test(url)) return true;
  // Browsers ignore white space and control characters.
  return !/^[/\\]{2}|^[^/?#]*:/.test(url.replaceAll(/[\s\p{Cc}]/gu, ''));
}

function imageText(alt: string | null | undefined): SummaryNode[] {
  return [{ type: 'text', value: alt?.trim() ? alt : 'image' }];
}

/** Link definitions by name; the first of each name is used. */
function collectDefinitions(root: Root): Map<string, Definition> {
  const definitions = new Map<string, Definition>();
  const rest: Nodes[] = [root];
  for (let node = rest.pop(); node; node = rest.pop()) {
    if (node.type === 'definition') definitions.set(node.identifier, node);
    if ('children' in node) rest.push(...node.children);
  }
  return definitions;
}

function refuse(problem: string): Error {
  return badUserInput([{ path: 'summary', message: `The summary ${problem}` }]);
}
