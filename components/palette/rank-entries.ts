/** Which entries a text finds, and in which order. */
import { GROUPS, type Entry, type EntryGroup, type Group } from './entry';

/** Entries of one group, unless a text names the group. */
const MOST_OF_GROUP = 6;

/** For each word with which a label begins. */
const LABEL_BEGINS = 4;

/** Larger is better; 0 where a word of the text is missing. */
export function scoreEntry(
  { label, keywords = '', detail = '', group }: Entry,
  words: readonly string[],
): number {
  const name = label.toLowerCase();
  const rest = `${keywords} ${detail} ${group}`.toLowerCase();
  let score = 1;
  for (const word of words) {
    const at = name.indexOf(word);
    if (at === 0) score += LABEL_BEGINS;
    else if (at > 0 && /[^a-z0-9]/.test(name[at - 1]!)) score += 3;
    else if (at > 0) score += 1.5;
    else if (rest.includes(word)) score += 1;
    else return 0;
  }
  return score;
}

function scoreFound(entry: Entry, words: readonly string[]): number {
  if (entry.isFallback) return 1;
  // Above a label that begins with every word.
  if (entry.isNamed) return 2 + LABEL_BEGINS * words.length;
  return Math.max(1, scoreEntry(entry, words));
}

/**
 * Groups what a text finds, the group with the best entry first.
 *
 * @param found entries that the server has found for the text, which need not have its words.
 */
export function rankEntries(entries: readonly Entry[], found: readonly Entry[], text: string): EntryGroup[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const scored = [
    ...entries.map((entry) => ({ entry, score: scoreEntry(entry, words) })),
    ...found.map((entry) => ({ entry, score: scoreFound(entry, words) })),
  ].filter(({ score }) => score > 0);
  const groups = new Map<Group, { entry: Entry; score: number }[]>();
  for (const one of scored) {
    const own = groups.get(one.entry.group) ?? [];
    if (own.every(({ entry }) => entry.id !== one.entry.id)) own.push(one);
    groups.set(one.entry.group, own);
  }
  const order = (group: Group): number => GROUPS.indexOf(group);
  return [...groups]
    .map(([group, own]) => {
      const sorted = words.length === 0 ? own : own.toSorted((a, b) => b.score - a.score);
      return { group, best: Math.max(...own.map(({ score }) => score)), own: sorted.slice(0, MOST_OF_GROUP) };
    })
    .toSorted((a, b) => (words.length > 0 && b.best - a.best) || order(a.group) - order(b.group))
    .map(({ group, own }) => ({ group, entries: own.map(({ entry }) => entry) }));
}
