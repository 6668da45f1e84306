/** Search inside of texts. */
import { Prisma } from '../../prisma/generated/client';
import { chooseSql, readDialect } from './dialect';

/** Both indexes hold sequences of three characters; shorter words are searched in the texts themselves. */
const SHORTEST_INDEXED = 3;

/**
 * Conditions on a finding `f`: every word occurs in its text, possibly inside a longer word.
 *
 * SQLite has the full-text index FindingSearch (FTS5, tokenizer `trigram`), PostgreSQL an index of trigrams on the text itself.
 * Both find the same texts: those that contain the word as it is.
 *
 * @param words in lower case, as the texts are.
 */
export function withWords(db: object, words: readonly string[]): Prisma.Sql[] {
  if (readDialect(db) === 'postgresql')
    return words.map((word) => Prisma.sql`f."text" LIKE ${`%${escapeLike(word)}%`}`);
  // A null character would end the phrase.
  const isIndexed = (word: string): boolean =>
    Array.from(word).length >= SHORTEST_INDEXED && !word.includes('\0');
  // Quoted phrases of the full-text index: their content has no special meaning.
  const phrases = words.filter(isIndexed).map((word) => `"${word.replaceAll('"', '""')}"`);
  const short = words.filter((word) => !isIndexed(word));
  return [
    ...(phrases.length === 0
      ? []
      : [
          Prisma.sql`f."searchId" IN (SELECT rowid FROM "FindingSearch" WHERE "FindingSearch" MATCH ${phrases.join(' ')})`,
        ]),
    ...short.map((word) => Prisma.sql`instr(f."text", ${word}) > 0`),
  ];
}

/** PostgreSQL's LIKE takes a backslash before characters that have a meaning. */
function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** The number at the end of a text, after a hyphen; null for none. */
export function readTrailingNumber(db: object, column: Prisma.Sql): Prisma.Sql {
  return chooseSql(db, {
    sqlite: Prisma.sql`NULLIF(CAST(substr(${column}, instr(${column}, '-') + 1) AS REAL), 0)`,
    postgresql: Prisma.sql`NULLIF(CAST(substring(${column} FROM '-([0-9]{1,15})$') AS DOUBLE PRECISION), 0)`,
  });
}

/**
 * A filter of Prisma for texts that contain another, whatever the case of ASCII letters. SQLite's LIKE ignores it by itself, and has no
 * `mode`.
 */
export function containsText(db: object, text: string): Prisma.StringFilter {
  if (readDialect(db) === 'sqlite') return { contains: text };
  return { contains: escapeBackslash(text), mode: 'insensitive' } as Prisma.StringFilter;
}

/** Prisma leaves `%` and `_` their meaning on both; only PostgreSQL gives one to the backslash. */
function escapeBackslash(text: string): string {
  return text.replaceAll('\\', String.raw`\\`);
}
