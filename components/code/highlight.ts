/**
 * Splits code into pieces that have a colour. The grammars are those of highlight.js, of the languages that pages show. Only dialogs may
 * import this: it is loaded when one is opened.
 */
import bash from 'highlight.js/lib/languages/bash';
import graphql from 'highlight.js/lib/languages/graphql';
import latex from 'highlight.js/lib/languages/latex';
import python from 'highlight.js/lib/languages/python';
import xml from 'highlight.js/lib/languages/xml';
import { createLowlight } from 'lowlight';
import { bibtex } from './bibtex';

const GRAMMARS = { bash, bibtex, graphql, html: xml, latex, python } as const;
export type CodeLanguage = keyof typeof GRAMMARS;

/** What a piece is, which its colour says. */
export type CodeRole = 'comment' | 'keyword' | 'name' | 'number' | 'string';

export interface CodePiece {
  readonly text: string;
  /** Null for what has the colour of the text. */
  readonly role: CodeRole | null;
}

/** Roles by scopes of highlight.js (https://highlightjs.readthedocs.io/en/latest/css-classes-reference.html). */
const ROLES: Readonly<Record<string, CodeRole>> = {
  comment: 'comment',
  keyword: 'keyword',
  built_in: 'keyword',
  name: 'keyword',
  type: 'keyword',
  attr: 'name',
  attribute: 'name',
  symbol: 'name',
  title: 'name',
  variable: 'name',
  literal: 'number',
  number: 'number',
  string: 'string',
};

const lowlight = createLowlight(GRAMMARS);
type Nodes = ReturnType<typeof lowlight.highlight>['children'];

/** Splits a text into pieces, which together are the text. Neighbours have different roles. */
export function highlight(text: string, language: CodeLanguage): CodePiece[] {
  const pieces: CodePiece[] = [];
  for (const piece of split(lowlight.highlight(language, text).children, null)) {
    const last = pieces.at(-1);
    if (last?.role === piece.role) pieces[pieces.length - 1] = { ...last, text: last.text + piece.text };
    else pieces.push(piece);
  }
  return pieces;
}

/** @param around role of what contains the nodes. */
function split(nodes: Nodes, around: CodeRole | null): CodePiece[] {
  return nodes.flatMap((node) => {
    if (node.type === 'text') return [{ text: node.value, role: around }];
    if (node.type !== 'element') return [];
    const [scope] = node.properties.className as string[];
    return split(node.children, ROLES[scope!.replace('hljs-', '')] ?? around);
  });
}
