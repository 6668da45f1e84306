/** Published findings, newest first, by words, results, tag and model. */
import { Prisma, type Finding } from '../db';
import { badUserInput } from '../errors';
import { checkFirst, pageOf, readCursor, type Page } from '../paging';
import type { Services } from '../services';
import { parseSearch, type ResultCondition } from './search';

const MAX_SEARCH = 500;
/** The full-text index knows pieces of three characters; shorter words are looked for in the texts themselves. */
const SHORTEST_INDEXED = 3;

/** A finding without what only a search looks at. */
export type ListedFinding = Omit<Finding, 'text'>;

export interface FindingFilter {
  readonly first: number;
  readonly after: string | null;
  readonly search: string | null;
  readonly tag: string | null;
  readonly model: string | null;
}

/** @throws BAD_USER_INPUT for a page size, cursor or search that is not possible. */
export async function listFindings({ db }: Services, filter: FindingFilter): Promise<Page<ListedFinding>> {
  checkFirst(filter.first);
  const wanted = await db.$queryRaw<{ id: string }[]>(findingIds(filter));
  const rows = await db.finding.findMany({
    where: { id: { in: wanted.map(({ id }) => id) } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    omit: { text: true },
  });
  return pageOf(rows, filter.first);
}

/**
 * Ids of one more than a page, newest first.
 *
 * Each condition is a set of keys, made once from an index that holds them; then the index of findings, which holds all
 * keys that sets are of, is walked from the newest on until a page is full. So common words and results end soon, and
 * rare ones cost no more than one walk.
 *
 * @throws BAD_USER_INPUT for a cursor or search that is not possible.
 */
export function findingIds({ first, after, search, tag, model }: FindingFilter): Prisma.Sql {
  if (search !== null && search.length > MAX_SEARCH) {
    const message = `The search is ${search.length} characters long; use up to ${MAX_SEARCH}.`;
    throw badUserInput([{ path: 'search', message }]);
  }
  const { words, conditions } = parseSearch(search ?? '');
  const where = [Prisma.sql`TRUE`, ...withWords(words), ...conditions.flatMap(withResult)];
  if (after !== null) {
    const { createdAt, id } = readCursor(after);
    where.push(Prisma.sql`(f."createdAt", f."id") < (${createdAt}, ${id})`);
  }
  if (tag !== null) {
    where.push(
      Prisma.sql`f."id" IN (SELECT "findingId" FROM "FindingTag" WHERE "tag" = ${tag.toLowerCase()})`,
    );
  }
  if (model !== null) {
    where.push(Prisma.sql`f."runId" IN (SELECT "id" FROM "Run" WHERE "modelId" = ${model})`);
  }
  return Prisma.sql`
    SELECT f."id" FROM "Finding" f INDEXED BY "Finding_createdAt_id_runId_searchId_idx"
    WHERE ${Prisma.join(where, ' AND ')}
    ORDER BY f."createdAt" DESC, f."id" DESC LIMIT ${first + 1}`;
}

/** Every word is somewhere in the text, also inside of a longer word. */
function withWords(words: readonly string[]): Prisma.Sql[] {
  // A null character would end the phrase.
  const isIndexed = (word: string): boolean =>
    Array.from(word).length >= SHORTEST_INDEXED && !word.includes('\0');
  // A phrase of the full-text index's own language: whatever is in it means itself.
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

/** Above: some cell is. Below: the component was measured, and no cell is at or above. */
function withResult(condition: ResultCondition): Prisma.Sql[] {
  const { comparison, value } = condition;
  switch (comparison) {
    case '>':
      return [Prisma.sql`f."runId" IN (${runsWith(condition, Prisma.sql`> ${value}`)})`];
    case '>=':
      return [Prisma.sql`f."runId" IN (${runsWith(condition, Prisma.sql`>= ${value}`)})`];
    case '<':
      return [
        measured(condition),
        Prisma.sql`f."runId" NOT IN (${runsWith(condition, Prisma.sql`>= ${value}`)})`,
      ];
    case '<=':
      return [
        measured(condition),
        Prisma.sql`f."runId" NOT IN (${runsWith(condition, Prisma.sql`> ${value}`)})`,
      ];
  }
}

const runsWith = (condition: ResultCondition, recovery: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`SELECT "runId" FROM "Effect" WHERE ${inCells(condition)} AND "recovery" ${recovery}`;

const measured = (condition: ResultCondition): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT 1 FROM "Effect" WHERE "runId" = f."runId" AND ${inCells(condition)} AND "recovery" IS NOT NULL)`;

/** `head` is always said, for the indexes go on with `recovery` after it. */
function inCells({ kind, layer, head, position }: ResultCondition): Prisma.Sql {
  return Prisma.sql`"kind" = ${kind} AND "layer" = ${layer} AND "head" IS ${head}
    ${position === null ? Prisma.empty : Prisma.sql`AND "position" = ${position}`}`;
}

/** The finding at an address, or null. */
export function findFinding({ db }: Services, slug: string): Promise<ListedFinding | null> {
  return db.finding.findUnique({ where: { slug }, omit: { text: true } });
}
