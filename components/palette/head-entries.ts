/** Pages of heads, by what is typed. */
import { formatHead } from '../../domain/cell';
import type { Entry } from './entry';

const HEAD = /\b(?:l(\d{1,3})h|(?:head\s+)?(\d{1,3})[.:])(\d{1,3})\b/i;

/** The head that a text names, as `9.9`, `L9H9` or `head 9.9`; null for none. */
export function parseHead(text: string): { readonly layer: number; readonly head: number } | null {
  const [, long, short, head] = HEAD.exec(text) ?? [];
  return head === undefined ? null : { layer: Number(long ?? short), head: Number(head) };
}

/** The head that a text names as the open page shows it. @param find as `findPageHead`. */
export function listPageHead(
  text: string,
  find: (layer: number, head: number) => (() => void) | null,
): Entry[] {
  const found = parseHead(text);
  const open = found && find(found.layer, found.head);
  if (!open) return [];
  const name = formatHead(found.layer, found.head);
  return [
    {
      id: `head here ${name}`,
      group: 'This page',
      label: `Open ${name}`,
      isNamed: true,
      does: { run: open },
    },
  ];
}

/** The page of the head that a text names, for each model that has it; other words of the text narrow the models. */
export function listHeads(
  text: string,
  models: readonly { readonly id: string; readonly layers: number; readonly heads: number }[],
): Entry[] {
  const found = parseHead(text);
  if (!found) return [];
  const name = formatHead(found.layer, found.head);
  const having = models.filter(({ layers, heads }) => found.layer < layers && found.head < heads);
  const words = text
    .replace(HEAD, ' ')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== 'head');
  const narrowed = having.filter(({ id }) => words.every((word) => id.toLowerCase().includes(word)));
  return (narrowed.length > 0 ? narrowed : having).map(({ id }) => ({
    id: `head ${id} ${name}`,
    group: 'Heads',
    label: `Head ${name}`,
    detail: `of ${id}: findings in which it matters`,
    isNamed: true,
    does: { href: `/heads/${encodeURIComponent(id)}/${name}` },
  }));
}
