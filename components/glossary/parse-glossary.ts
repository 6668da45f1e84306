/** Reads docs/glossary.md: sections of words and their meanings. */

export interface GlossaryEntry {
  /** The word as written; several words for one meaning are separated by commas. */
  readonly word: string;
  /** Part of the address of the entry. */
  readonly anchor: string;
  /** Text with `code` in backquotes. */
  readonly meaning: string;
}

export interface GlossarySection {
  readonly title: string;
  readonly entries: readonly GlossaryEntry[];
}

const HEADING = /^## (.+)$/;
const ROW = /^\| (.+?) +\| (.+?) +\|$/;

/** Reads the headings of second level and the tables below them. @throws Error for a row that is not a word and its meaning. */
export function parseGlossary(markdown: string): GlossarySection[] {
  const sections: { title: string; entries: GlossaryEntry[] }[] = [];
  for (const line of markdown.split('\n')) {
    const title = HEADING.exec(line)?.[1];
    if (title !== undefined) sections.push({ title, entries: [] });
    if (!line.startsWith('|') || /^\| (?:-+|word +)\|? ?/.test(line)) continue;
    const row = ROW.exec(line);
    if (!row) throw new Error(`not a row of the glossary: ${line}`);
    const word = unescape(row[1]!);
    sections.at(-1)!.entries.push({ word, anchor: makeAnchor(word), meaning: unescape(row[2]!) });
  }
  return sections;
}

/** E.g. `clean-corrupted` of `clean, corrupted`. */
export function makeAnchor(word: string): string {
  return word
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** A vertical bar is escaped in tables. */
function unescape(text: string): string {
  return text.trim().replaceAll(String.raw`\|`, '|');
}
