/** The syntax tree of a comment: that of a summary, where mentions are links to `mention:<user id>`. */
import { isUserId } from '../../domain/mention';
import { badUserInput, isAppError, type InputIssue } from '../errors';
import { parseSummary } from '../gallery/parse-summary';
import type { SummaryNode, SummaryTree } from '../gallery/summary-tree';

/** No text can have such an address: the parser drops links of unknown protocols. */
const MENTION = 'mention:';

type Link = Extract<SummaryNode, { type: 'link' }>;

/**
 * Parses a comment's Markdown.
 *
 * @throws BAD_USER_INPUT with the path `text` for a text that cannot be parsed; QUOTA_EXCEEDED when too many texts wait.
 */
export async function parseComment(markdown: string): Promise<SummaryTree> {
  const tree = await parseSummary(markdown).catch((error: unknown) => {
    if (!isAppError(error, 'BAD_USER_INPUT')) throw error;
    const issues = (error.details['issues'] as readonly InputIssue[]).map(({ message }) => ({
      path: 'text',
      message: message.replace(/^The summary/, 'The comment'),
    }));
    throw badUserInput(issues);
  });
  return { type: 'root', children: markMentions(tree.children) };
}

/** Turns an `@` that is followed by a link to a user's id into a mention. */
function markMentions(nodes: readonly SummaryNode[]): SummaryNode[] {
  const marked: SummaryNode[] = [];
  for (const node of nodes) {
    const before = marked.at(-1);
    if (node.type === 'link' && isUserId(node.url) && before?.type === 'text' && before.value.endsWith('@')) {
      marked.pop();
      const text = before.value.slice(0, -1);
      if (text !== '') marked.push({ type: 'text', value: text });
      marked.push({ ...node, url: MENTION + node.url, title: null });
    } else {
      marked.push('children' in node ? { ...node, children: markMentions(node.children) } : node);
    }
  }
  return marked;
}

/** Ids of the users that a tree mentions, each once, in the order of the text. */
export function listMentions({ children }: Pick<SummaryTree, 'children'>): string[] {
  const ids = new Set<string>();
  const visit = (nodes: readonly SummaryNode[]): void => {
    for (const node of nodes) {
      const id = readMention(node);
      if (id !== null) ids.add(id);
      else if ('children' in node) visit(node.children);
    }
  };
  visit(children);
  return [...ids];
}

/**
 * The tree as it is shown: a mention is a link to what the user has published, with the present name.
 *
 * @param findName the name of a user; null for one who does not exist, whose mention becomes text.
 */
export function showMentions(tree: SummaryTree, findName: (id: string) => string | null): SummaryTree {
  const show = (nodes: readonly SummaryNode[]): SummaryNode[] =>
    nodes.map((node) => {
      const id = readMention(node);
      if (id === null) return 'children' in node ? { ...node, children: show(node.children) } : node;
      const name = findName(id);
      const text: SummaryNode = { type: 'text', value: `@${name ?? 'unknown user'}` };
      return name === null ? text : { ...(node as Link), url: `/people/${id}`, children: [text] };
    });
  return { type: 'root', children: show(tree.children) };
}

function readMention(node: SummaryNode): string | null {
  return node.type === 'link' && node.url.startsWith(MENTION) ? node.url.slice(MENTION.length) : null;
}

/** The words of a tree in one line, for feeds and lists. @param most characters. */
export function excerptTree({ children }: Pick<SummaryTree, 'children'>, most: number): string {
  const words: string[] = [];
  const visit = (nodes: readonly SummaryNode[]): void => {
    for (const node of nodes) {
      if ('value' in node) words.push(node.value);
      else if ('children' in node) visit(node.children);
      const isDisplay = node.type === 'inlineCode' && node.formula?.isDisplay;
      if (isDisplay || !['text', 'inlineCode', 'emphasis', 'strong', 'delete', 'link'].includes(node.type))
        words.push(' ');
    }
  };
  visit(children);
  const line = words.join('').replaceAll(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).toWellFormed()}…`;
}
