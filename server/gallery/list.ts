/** Lists published findings, newest first or by what others say of them, filtered by words, results, tag, model, author, sweep and verdict. */
import type { Verdict } from '../../domain/claim/verdicts';
import type { Direction } from '../../domain/effect';
import { MAX_SEARCH } from '../../domain/limits';
import { DEFAULT_METRIC, type MetricId } from '../../domain/metrics';
import type { SweepKind } from '../../domain/sites';
import { Prisma, type Database, type Finding } from '../db';
import { byIndex, joinInOrder } from '../db/plan';
import { withWords } from '../db/text-search';
import { badUserInput } from '../errors';
import { checkFirst, toPage, readCursor, type Page } from '../paging';
import type { Services } from './services';
import { isListed } from './listed';
import { parseSearch } from './search';
import type { ResultCondition } from './search-condition';

/** Columns that lists leave out: long texts, which few fields read. Fields that do load them for all findings of the list. */
export const LONG_COLUMNS = { text: true, summary: true, summaryTree: true, card: true } as const;

/** A finding of a list: its long columns may be missing. */
export type ListedFinding = Omit<Finding, keyof typeof LONG_COLUMNS> &
  Partial<Pick<Finding, 'summary' | 'summaryTree' | 'card'>>;

export interface FindingFilter {
  readonly first: number;
  readonly after: string | null;
  readonly search: string | null;
  readonly tag: string | null;
  readonly model: string | null;
  /** User id of the author. */
  readonly author: string | null;
  /** Only findings with a run that has this sweep. */
  readonly kind?: SweepKind | null;
  /** Only findings with a claim of this verdict. */
  readonly verdict?: Verdict | null;
  /** Newest first when left out. */
  readonly sort?: FindingSort;
}

/** The order of a list: by age, or by the number of attached runs of a kind, of forks or of stars and then by age. */
export type FindingSort = 'NEWEST' | keyof typeof COUNTED;

const EVIDENCE = Prisma.sql`"findingId" AS "id" FROM "Evidence"`;
/** What an order counts: rows that refer to a finding by "id". */
const COUNTED = {
  REPLICATED: Prisma.sql`${EVIDENCE} WHERE "stance" = 'REPLICATION' AND "isSame" = TRUE`,
  SUPPORTED: Prisma.sql`${EVIDENCE} WHERE "stance" = 'SUPPORTS'`,
  DISPUTED: Prisma.sql`${EVIDENCE} WHERE "stance" = 'REFUTES' OR ("stance" IN ('REPLICATION', 'FRESH') AND "isSame" = FALSE)`,
  FORKED: Prisma.sql`"forkedFromId" AS "id" FROM "Finding" WHERE "forkedFromId" IS NOT NULL AND ${isListed('Finding')}`,
  STARS: Prisma.sql`"findingId" AS "id" FROM "Star"`,
};

/** Reads one page of findings. @throws BAD_USER_INPUT for an invalid page size, cursor or search. */
export async function listFindings({ db }: Services, filter: FindingFilter): Promise<Page<ListedFinding>> {
  checkFirst(filter.first);
  const wide = await findWideConditions(db, filter.search ?? '');
  const wanted = await db.$queryRaw<{ id: string }[]>(findingIds(db, filter, wide));
  const rows = await db.finding.findMany({
    where: { id: { in: wanted.map(({ id }) => id) } },
    omit: LONG_COLUMNS,
  });
  const found = new Map(rows.map((row) => [row.id, row]));
  return toPage(
    wanted.flatMap(({ id }) => found.get(id) ?? []),
    filter.first,
  );
}

/** Largest number of effects whose runs are collected into a set; unpublished runs have most of them. */
const MAX_SET = 20_000;

/** Texts of the conditions of a search that more effects fulfil than a set should hold. */
export async function findWideConditions(db: Database, search: string): Promise<ReadonlySet<string>> {
  const wide = new Set<string>();
  // findingIds refuses longer ones.
  if (search.length > MAX_SEARCH) return wide;
  for (const condition of parseSearch(search).conditions) {
    // What an index does not select by is left out: those effects would be read, too.
    const matches = findOpposite(condition) ?? condition;
    const indexed = { ...matches, position: null, role: null, src: null, srcRole: null };
    const effects =
      condition.form === 'raw'
        ? Prisma.sql`SELECT "runId" FROM "Effect" WHERE ${inCells(indexed)}`
        : runsWith(indexed);
    const [row] = await db.$queryRaw<{ number: bigint }[]>(
      Prisma.sql`SELECT COUNT(*) AS "number" FROM (${effects} LIMIT ${MAX_SET + 1}) s`,
    );
    if (Number(row?.number ?? 0) > MAX_SET) wide.add(condition.text);
  }
  return wide;
}

/**
 * Selects the ids of a page and one more, in their order.
 *
 * Each condition is a set of keys, computed once from an index. The index of findings, which holds all these keys, is then
 * scanned from the newest finding until the page is full. Common conditions end early, and rare ones cost one scan at most.
 *
 * @param wide texts of conditions on results whose set would be too large: they are looked up finding by finding.
 * @throws BAD_USER_INPUT for an invalid cursor or search.
 */
export function findingIds(
  db: Database,
  { first, after, search, tag, model, author, kind = null, verdict = null, sort = 'NEWEST' }: FindingFilter,
  wide: ReadonlySet<string> = new Set(),
): Prisma.Sql {
  if (search !== null && search.length > MAX_SEARCH) {
    const message = `The search is ${search.length} characters long; use up to ${MAX_SEARCH}.`;
    throw badUserInput([{ path: 'search', message }]);
  }
  const { words, tags, models, authors, verdicts, claims, conditions, ...run } = parseSearch(search ?? '');
  const where = [
    // Few findings are hidden: this reads them once.
    Prisma.sql`f."id" NOT IN (SELECT "findingId" FROM "HiddenFinding")`,
    // Few are withdrawn; the index that is scanned does not say which.
    Prisma.sql`f."id" NOT IN (SELECT "id" FROM "Finding" WHERE "withdrawnAt" IS NOT NULL)`,
    ...withWords(db, words),
    ...conditions.map((condition) => withResult(db, condition, wide.has(condition.text))),
    ...[...tags, ...(tag === null ? [] : [tag.toLowerCase()])].map(withTag),
    ...models.map((name) => withModelName(db, name)),
    ...authors.map(withAuthorName),
    ...[...verdicts, ...(verdict === null ? [] : [verdict])].map(withVerdict),
    ...(kind === null ? [] : [withSweep(db, kind)]),
    ...claims.map(withClaim),
    ...withRun(db, run),
  ];
  if (after !== null) {
    const { createdAt, id } = readCursor(after);
    where.push(
      sort === 'NEWEST'
        ? Prisma.sql`(f."createdAt", f."id") < (${createdAt}, ${id})`
        : Prisma.sql`(COALESCE(e."number", 0), f."createdAt", f."id") < ((
            SELECT COUNT(*) FROM (SELECT ${COUNTED[sort]}) c WHERE c."id" = ${id}), ${createdAt}, ${id})`,
    );
  }
  if (model !== null) where.push(onModels(db, Prisma.sql`= ${model}`));
  if (author !== null) {
    // A finding belongs to the owner of its run, and runs are indexed by owner.
    where.push(
      Prisma.sql`f."runId" IN (SELECT "id" FROM "Run" WHERE "status" = 'SUCCEEDED' AND "ownerId" = ${author})`,
    );
  }
  if (sort !== 'NEWEST') {
    // Few findings have attached runs, forks or stars; all that match are sorted.
    return Prisma.sql`
      SELECT f."id" FROM "Finding" f ${byIndex(db, 'Finding_createdAt_id_runId_searchId_idx')}
      LEFT JOIN (
        SELECT c."id", COUNT(*) AS "number" FROM (SELECT ${COUNTED[sort]}) c GROUP BY c."id"
      ) e ON e."id" = f."id"
      WHERE ${Prisma.join(where, ' AND ')}
      ORDER BY COALESCE(e."number", 0) DESC, f."createdAt" DESC, f."id" DESC LIMIT ${first + 1}`;
  }
  return Prisma.sql`
    SELECT f."id" FROM "Finding" f ${byIndex(db, 'Finding_createdAt_id_runId_searchId_idx')}
    WHERE ${Prisma.join(where, ' AND ')}
    ORDER BY f."createdAt" DESC, f."id" DESC LIMIT ${first + 1}`;
}

const withTag = (tag: string): Prisma.Sql =>
  Prisma.sql`f."id" IN (SELECT "findingId" FROM "FindingTag" WHERE "tag" = ${tag})`;

/** By the model's id in lower case; there are few models to scan. */
const withModelName = (db: Database, name: string): Prisma.Sql =>
  onModels(db, Prisma.sql`IN (SELECT "id" FROM "Model" WHERE lower("id") = ${name})`);

/** The main run or a further one is on one of the models. */
const onModels = (db: Database, models: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  f."runId" IN (SELECT "id" FROM "Run" WHERE "modelId" ${models})
  OR f."id" IN (SELECT x."findingId" FROM "FindingRun" x ${joinInOrder(db)} "Run" r ON r."id" = x."runId" AND r."modelId" ${models}))`;

/** The databases make ASCII letters lower case only; other names are found as they are written. */
const withAuthorName = (name: string): Prisma.Sql =>
  Prisma.sql`f."runId" IN (SELECT "id" FROM "Run" WHERE "status" = 'SUCCEEDED' AND "ownerId" IN (
    SELECT "id" FROM "User" WHERE instr(lower("name"), ${name.toLowerCase()}) > 0 OR instr("name", ${name}) > 0))`;

/** On any run of the finding: its own or an attached one. */
const withVerdict = (verdict: string): Prisma.Sql =>
  Prisma.sql`f."id" IN (SELECT c."findingId" FROM "ClaimVerdict" v JOIN "Claim" c ON c."id" = v."claimId" WHERE v."verdict" = ${verdict})`;

/** The main run or a further one has the sweep; the unique index of sweeps begins with run and kind. */
const withSweep = (db: Database, kind: SweepKind): Prisma.Sql => Prisma.sql`(
  EXISTS (SELECT 1 FROM "Sweep" s WHERE s."runId" = f."runId" AND s."kind" = ${kind})
  OR f."id" IN (SELECT x."findingId" FROM "FindingRun" x ${joinInOrder(db)} "Sweep" s ON s."runId" = x."runId" AND s."kind" = ${kind}))`;

const withClaim = (claim: string): Prisma.Sql =>
  Prisma.sql`f."id" IN (SELECT "findingId" FROM "Claim" WHERE "text" = ${claim})`;

/** The main run or a further one has a direction, and one has a metric; every run has the logit difference. */
function withRun(
  db: Database,
  { direction, metric }: { readonly direction: Direction | null; readonly metric: MetricId | null },
): Prisma.Sql[] {
  const runs = (condition: Prisma.Sql): Prisma.Sql => Prisma.sql`(
    EXISTS (SELECT 1 FROM "Run" r WHERE r."id" = f."runId" AND ${condition})
    OR f."id" IN (SELECT x."findingId" FROM "FindingRun" x ${joinInOrder(db)} "Run" r ON r."id" = x."runId" AND ${condition}))`;
  const hasWord = (column: 'directions' | 'metrics', word: string): Prisma.Sql =>
    Prisma.sql`instr(COALESCE(r.${Prisma.raw(`"${column}"`)}, ''), ${JSON.stringify(word)}) > 0`;
  return [
    ...(direction === null
      ? []
      : [runs(Prisma.sql`(r."direction" = ${direction} OR ${hasWord('directions', direction)})`)]),
    ...(metric === null || metric === DEFAULT_METRIC ? [] : [runs(hasWord('metrics', metric))]),
  ];
}

/**
 * Findings that rest on a run with a result: the main run, or a further one. `>`, `>=` and `=` need one matching cell; `<` and `<=`
 * need a measured component without a cell at or above the value.
 */
function withResult(db: Database, condition: ResultCondition, isWide: boolean): Prisma.Sql {
  const opposite = findOpposite(condition);
  const matches = opposite ?? condition;
  const isMatched = isWide ? matched(db, matches, 'f') : Prisma.sql`f."runId" IN (${runsWith(matches)})`;
  const onMain =
    opposite === null ? isMatched : Prisma.sql`${measured(db, condition, 'f')} AND NOT ${isMatched}`;
  // Further runs are few: the effects of each are found by the index of runs.
  const onFurther =
    opposite === null
      ? matched(db, condition, 'x')
      : Prisma.sql`${measured(db, condition, 'x')} AND NOT ${matched(db, opposite, 'x')}`;
  return Prisma.sql`(${onMain} OR f."id" IN (SELECT x."findingId" FROM "FindingRun" x WHERE ${onFurther}))`;
}

/** The condition that no cell may fulfil; null for a condition that one cell must fulfil. */
function findOpposite(condition: ResultCondition): ResultCondition | null {
  const { comparison } = condition;
  if (comparison !== '<' && comparison !== '<=') return null;
  return { ...condition, comparison: comparison === '<' ? '>=' : '>' };
}

/** Runs with a cell that matches a condition other than `<` or `<=`. */
function runsWith(condition: ResultCondition): Prisma.Sql {
  const runs = listMatches(condition).map(
    (matches) =>
      Prisma.sql`SELECT "runId" FROM "Effect" WHERE ${inCells(condition)} AND ${nameColumn(condition)} ${matches}`,
  );
  return Prisma.join(runs, ' UNION ALL ');
}

/** What a value may be: one of these. */
function listMatches({ comparison, value, tolerance, isAbsolute }: ResultCondition): readonly Prisma.Sql[] {
  const isNear = (centre: number): Prisma.Sql => {
    // The slack covers rounding, so that 0.3 ± 0.05 includes 0.35.
    const slack = tolerance + 1e-12;
    return Prisma.sql`BETWEEN ${centre - slack} AND ${centre + slack}`;
  };
  const [positive, negative] =
    comparison === '='
      ? [isNear(value), isNear(-value)]
      : comparison === '>='
        ? [Prisma.sql`>= ${value}`, Prisma.sql`<= ${-value}`]
        : [Prisma.sql`> ${value}`, Prisma.sql`< ${-value}`];
  return isAbsolute ? [positive, negative] : [positive];
}

/** By the index of runs: for a named direction SQLite would read the effects of all runs for each finding. */
const selectEffects = (db: Database, condition: ResultCondition, table: 'f' | 'x'): Prisma.Sql => Prisma.sql`
  SELECT 1 FROM "Effect" ${byIndex(db, 'Effect_runId_kind_metric_isFirstDirection_layer_head_recovery_idx')}
  WHERE "runId" = ${Prisma.raw(table)}."runId" AND ${inCells(condition)}`;

const measured = (db: Database, condition: ResultCondition, table: 'f' | 'x'): Prisma.Sql =>
  Prisma.sql`EXISTS (${selectEffects(db, condition, table)} AND ${nameColumn(condition)} IS NOT NULL)`;

/** The main run `f`, or a further run `x`, has a cell that matches. */
const matched = (db: Database, condition: ResultCondition, table: 'f' | 'x'): Prisma.Sql => {
  const matches = listMatches(condition).map((one) => Prisma.sql`${nameColumn(condition)} ${one}`);
  return Prisma.sql`EXISTS (${selectEffects(db, condition, table)} AND (${Prisma.join(matches, ' OR ')}))`;
};

const nameColumn = ({ form }: ResultCondition): Prisma.Sql =>
  form === 'raw' ? Prisma.sql`"value"` : Prisma.sql`"recovery"`;

/** `isFirstDirection` and `head` are always compared, because they precede other columns in the indexes. */
function inCells(condition: ResultCondition): Prisma.Sql {
  const { kind, layer, head, position, src, role, srcRole, direction, metric } = condition;
  const inDirection =
    direction === null
      ? Prisma.sql`"isFirstDirection" = TRUE`
      : Prisma.sql`"isFirstDirection" IN (TRUE, FALSE) AND "direction" = ${direction}`;
  return Prisma.sql`"kind" = ${kind} AND "metric" = ${metric} AND ${inDirection} AND "layer" = ${layer} AND ${head === null ? Prisma.sql`"head" IS NULL` : Prisma.sql`"head" = ${head}`}
    ${position === null ? Prisma.empty : Prisma.sql`AND "position" = ${position}`}
    ${src === null ? Prisma.empty : Prisma.sql`AND "src" = ${src}`}
    ${role === null ? Prisma.empty : Prisma.sql`AND lower("role") = ${lowerAscii(role)}`}
    ${srcRole === null ? Prisma.empty : Prisma.sql`AND lower("srcRole") = ${lowerAscii(srcRole)}`}`;
}

/** As the databases do it. */
function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
