/** What the retention rule will delete next, and what it has deleted, for the administrator's page. */
import { Prisma, type RetentionPass } from '../db';
import { keepInProcess } from '../process-wide';
import { isAbandoned, isRunDeletable, readRule, type Abandonment } from './rule';
import { readNextPass } from './schedule';
import type { RetentionServices } from './services';

export interface RetentionReport {
  /** Days without a visit; 0: nothing is ever deleted. */
  readonly days: number;
  readonly nextPassAt: Date | null;
  /** When the numbers below were counted; null where everything is kept. */
  readonly countedAt: Date | null;
  readonly abandonedGuests: number;
  readonly dueRuns: number;
  readonly dueRunsInWeek: number;
  /** Newest first. */
  readonly passes: readonly RetentionPass[];
}

type Counts = Pick<RetentionReport, 'countedAt' | 'abandonedGuests' | 'dueRuns' | 'dueRunsInWeek'>;

const NOTHING: Counts = { countedAt: null, abandonedGuests: 0, dueRuns: 0, dueRunsInWeek: 0 };
const WEEK_MS = 7 * 24 * 3_600_000;
/** The page is read every few seconds; counting looks at every abandoned guest. */
const KEPT_MS = 60_000;
const SHOWN_PASSES = 5;

/** By client, because tests have several in a process. */
const kept = keepInProcess(
  'retention.counts',
  () => new WeakMap<object, { counts: Promise<Counts>; since: number }>(),
);

export async function readRetention(services: RetentionServices): Promise<RetentionReport> {
  const { db, config } = services;
  const [counts, passes] = await Promise.all([
    readCounts(services),
    db.retentionPass.findMany({ orderBy: { startedAt: 'desc' }, take: SHOWN_PASSES }),
  ]);
  return { days: config.guestRunDays, nextPassAt: readNextPass(), ...counts, passes };
}

function readCounts(services: RetentionServices): Promise<Counts> {
  const known = kept.get(services.db);
  if (known && performance.now() - known.since < KEPT_MS) return known.counts;
  const counts = countDue(services);
  kept.set(services.db, { counts, since: performance.now() });
  counts.catch(() => kept.delete(services.db));
  return counts;
}

async function countDue({ db, config }: RetentionServices): Promise<Counts> {
  const now = new Date();
  const rule = readRule(config, now);
  const later = readRule(config, new Date(now.getTime() + WEEK_MS));
  if (rule === null || later === null) return NOTHING;
  const count = async (sql: Prisma.Sql): Promise<number> => {
    const [row] = await db.$queryRaw<{ number: bigint }[]>(sql);
    return Number(row?.number ?? 0);
  };
  return {
    countedAt: now,
    abandonedGuests: await count(
      Prisma.sql`SELECT COUNT(*) AS "number" FROM "User" u WHERE ${isAbandoned(rule)}`,
    ),
    dueRuns: await count(dueRuns(rule)),
    dueRunsInWeek: await count(dueRuns(later)),
  };
}

function dueRuns(rule: Abandonment): Prisma.Sql {
  // Guests first: SQLite takes the tables of a CROSS JOIN in their order.
  return Prisma.sql`SELECT COUNT(*) AS "number" FROM "User" u CROSS JOIN "Run" r
    WHERE r."ownerId" = u."id" AND ${isAbandoned(rule)} AND ${isRunDeletable(rule)}`;
}
