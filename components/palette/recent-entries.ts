/** The last choices, which this browser remembers: those with an address in full, others by their id. */
import { GROUPS, type Entry, type Group } from './entry';

const KEY = 'patchbay-recent-choices';
const MOST = 6;

/** A choice in a line of fields: id, group, label, address. */
type Line = readonly [id: string, group: string, label: string, href: string];

/** Puts a choice in front of the others. */
export function rememberChoice(entry: Entry): void {
  const { id, group, label, does } = entry;
  // A line holds one choice.
  const line: Line = [id, group, label.replaceAll(/[\t\n]/g, ' '), 'href' in does ? does.href : ''];
  const others = readLines().filter(([other]) => other !== id);
  const text = [line, ...others.slice(0, MOST - 1)].map((fields) => fields.join('\t')).join('\n');
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // Without storage nothing is remembered.
  }
}

/** The last choices, newest first. @param entries those of the open page, which have the choices without an address. */
export function listRecent(entries: readonly Entry[]): Entry[] {
  return readLines().flatMap(([id, group, label, href]): Entry[] => {
    const known = entries.find((entry) => entry.id === id);
    if (known) return [{ ...known, detail: known.detail ?? known.group, group: 'Recent' }];
    return isGroup(group) && href.startsWith('/')
      ? [{ id, group: 'Recent', label, detail: group, does: { href } }]
      : [];
  });
}

function readLines(): Line[] {
  try {
    const lines = (localStorage.getItem(KEY) ?? '').split('\n');
    return lines.flatMap((line) => {
      const [id, group, label, href] = line.split('\t');
      return id && group && label && href !== undefined ? [[id, group, label, href] as const] : [];
    });
  } catch {
    return [];
  }
}

function isGroup(text: string): text is Group {
  return (GROUPS as readonly string[]).includes(text);
}
