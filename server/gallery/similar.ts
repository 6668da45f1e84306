/**
 * Findings with similar effects: the correlation of mean recoveries of the logit difference over the cells that both have.
 *
 * Two runs have a cell in common when their model and first direction are the same and both stored an effect of it. Cells with a
 * position count between runs whose prompts have the same number of tokens, those with a role between all; of a sweep by position the 200 largest cells are stored.
 *
 * The findings of a model are first ranked by a few of the largest cells; only the best of them are compared cell by cell. Both read
 * rows of all findings of the model, which takes longer than a request may block others.
 */
import { correlate, type PairSums } from '../../domain/correlation';
import { MIN_SHARED_CELLS } from '../../domain/limits';
import { DEFAULT_METRIC } from '../../domain/metrics';
import { Prisma, type Database } from '../db';
import { joinInOrder } from '../db/plan';
import { readAside } from '../db/read-aside';
import type { ListedFinding } from './list';
import { isListed } from './listed';

/** A finding and how similar its effects are. */
export interface SimilarFinding {
  readonly finding: ListedFinding;
  /** Pearson's, above 0 and up to 1. */
  readonly correlation: number;
  /** Cells that both have. */
  readonly cells: number;
}

/** Cells by which findings are ranked first: those without a position first, which an index finds one by one. */
const RANKING_CELLS = 12;
/** Findings that are compared cell by cell. */
const MAX_CANDIDATES = 16;

/** Raw queries return some integers as bigints. */
interface SumsRow {
  readonly runId: string;
  readonly count: number | bigint;
  readonly a: number;
  readonly b: number;
  readonly aa: number;
  readonly bb: number;
  readonly ab: number;
}

/** The findings whose effects are most like those of a finding, the most similar first; those without enough cells are left out. */
export async function listSimilar(
  db: Database,
  { id, runId }: Pick<ListedFinding, 'id' | 'runId'>,
  first: number,
): Promise<SimilarFinding[]> {
  const candidates = await listCandidates(db, runId);
  if (candidates.length === 0) return [];
  const rows = await readAside<SumsRow>(
    db,
    Prisma.sql`
    WITH "length" AS MATERIALIZED (${selectLengths(Prisma.sql`r."id" IN (${Prisma.join([runId, ...candidates])})`)})
    SELECT b."runId" AS "runId", ${SUMS}
    FROM "Effect" a
    CROSS JOIN "length" l
    ${joinInOrder(db)} "Effect" b ON b."runId" = l."runId" AND ${isSameCell('b', 'a')}
    WHERE a."runId" = ${runId} AND ${isMeasured('a')} AND l."runId" <> ${runId}
      AND (a."position" IS NULL OR l."tokens" = (SELECT "tokens" FROM "length" WHERE "runId" = ${runId}))
    GROUP BY b."runId" HAVING COUNT(*) >= ${MIN_SHARED_CELLS}`,
  );
  const ranked = rows
    .map((row) => ({
      runId: row.runId,
      cells: Number(row.count),
      correlation: correlate(readSums(row)) ?? 0,
    }))
    .filter(({ correlation }) => correlation > 0)
    .toSorted((x, y) => y.correlation - x.correlation || (x.runId < y.runId ? -1 : 1))
    .slice(0, first);
  const findings = await db.finding.findMany({
    where: { runId: { in: ranked.map((one) => one.runId) }, id: { not: id } },
    omit: { text: true },
  });
  return ranked.flatMap(({ runId: of, ...similarity }) => {
    const finding = findings.find((one) => one.runId === of);
    return finding ? [{ finding, ...similarity }] : [];
  });
}

/** Runs of findings whose values in the largest cells of a run point the same way, the most alike first. */
async function listCandidates(db: Database, runId: string): Promise<string[]> {
  const cells = await db.$queryRaw<{ id: number | bigint; position: number | bigint | null }[]>(Prisma.sql`
    SELECT "id", "position" FROM "Effect" WHERE "runId" = ${runId} AND ${isMeasured('Effect')}
    ORDER BY "position" IS NOT NULL OR "role" IS NOT NULL, abs("recovery") DESC, "id" LIMIT ${RANKING_CELLS}`);
  if (cells.length === 0) return [];
  // Reading the tokens of all findings takes as long as everything else.
  const areTokensNeeded = cells.some(({ position }) => position !== null);
  const others = Prisma.sql`r."id" <> ${runId} AND r."id" IN (SELECT f."runId" FROM "Finding" f WHERE ${isListed('f')})
    AND (r."modelId", r."direction") = (SELECT "modelId", "direction" FROM "Run" WHERE "id" = ${runId})`;
  const rows = await readAside<SumsRow>(
    db,
    Prisma.sql`
    WITH "length" AS MATERIALIZED (${selectLengths(others, areTokensNeeded)}),
      "cell" AS MATERIALIZED (
        SELECT * FROM "Effect" WHERE "id" IN (${Prisma.join(cells.map(({ id }) => Number(id)))}))
    SELECT b."runId" AS "runId", ${SUMS}
    FROM "length" l
    CROSS JOIN "cell" a
    ${joinInOrder(db)} "Effect" b ON b."runId" = l."runId" AND ${isSameCell('b', 'a')}
    WHERE (a."position" IS NULL OR l."tokens" = (${selectTokens(Prisma.sql`${runId}`)}))
    GROUP BY b."runId"`,
  );
  // The cosine; correlation would need the values of small cells.
  const cosine = ({ aa, bb, ab }: SumsRow): number => (aa * bb > 0 ? ab / Math.sqrt(aa * bb) : 0);
  return rows
    .filter((row) => cosine(row) > 0)
    .toSorted((x, y) => cosine(y) - cosine(x) || (x.runId < y.runId ? -1 : 1))
    .slice(0, MAX_CANDIDATES)
    .map((row) => row.runId);
}

const SUMS = Prisma.sql`COUNT(*) AS "count", SUM(a."recovery") AS "a", SUM(b."recovery") AS "b",
  SUM(a."recovery" * a."recovery") AS "aa", SUM(b."recovery" * b."recovery") AS "bb", SUM(a."recovery" * b."recovery") AS "ab"`;

/** Runs and their numbers of tokens: one row each. @param areTokensNeeded otherwise the number is 0. */
function selectLengths(where: Prisma.Sql, areTokensNeeded = true): Prisma.Sql {
  const tokens = areTokensNeeded ? selectTokens(Prisma.sql`r."id"`) : Prisma.sql`SELECT 0`;
  return Prisma.sql`SELECT r."id" AS "runId", (${tokens}) AS "tokens" FROM "Run" r WHERE ${where}`;
}

function selectTokens(runId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT json_array_length(p."cleanTokens") FROM "PromptPair" p WHERE p."runId" = ${runId} AND p."index" = 0`;
}

function isMeasured(name: 'Effect' | 'a' | 'b'): Prisma.Sql {
  const table = Prisma.raw(`"${name}"`);
  return Prisma.sql`${table}."metric" = ${DEFAULT_METRIC} AND ${table}."isFirstDirection" = TRUE AND ${table}."recovery" IS NOT NULL`;
}

/** In the order of an index of effects. SQLite makes no index for a subquery, so `b` must be the table itself. */
function isSameCell(one: 'b', other: 'a'): Prisma.Sql {
  const [b, a] = [Prisma.raw(`"${one}"`), Prisma.raw(`"${other}"`)];
  const isSame = (column: string): Prisma.Sql =>
    Prisma.raw(`"${one}"."${column}" IS NOT DISTINCT FROM "${other}"."${column}"`);
  return Prisma.sql`${b}."kind" = ${a}."kind" AND ${isMeasured(one)} AND ${b}."layer" = ${a}."layer"
    AND ${isSame('head')} AND ${isSame('position')} AND ${isSame('src')} AND ${isSame('role')} AND ${isSame('srcRole')}`;
}

function readSums({ count, ...sums }: SumsRow): PairSums {
  return { count: Number(count), ...sums };
}
