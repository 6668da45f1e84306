/** What is stored, as the invariants read it, and a record of every change of a run's status that triggers of the database keep. */
import { createHash } from 'node:crypto';
import type { Database } from '../../server/db';
import { readResults } from '../../server/testing/run-results';
import type { Setup } from './kinds';

export interface StoredRun {
  readonly id: string;
  readonly ownerId: string;
  readonly contentHash: string;
  readonly status: string;
  readonly errorMessage: string | null;
  readonly hasLease: boolean;
  /** Of its results; null for a run that has not succeeded. */
  readonly digest: string | null;
  /** Every status that was written, in order. */
  readonly statuses: readonly string[];
  /** How long it has been stored at least, in ms of the campaign's monotonic clock. */
  readonly knownForMs: number;
  /** How long it has been known to have ended. */
  readonly endedForMs: number;
}

export interface StoredEvidence {
  readonly id: string;
  readonly findingId: string;
  readonly runId: string;
  readonly creatorId: string;
  readonly stance: string;
  readonly note: string | null;
  readonly isJudged: boolean;
  /** How long it has been stored at least: a run may have ended long before it is attached. */
  readonly knownForMs: number;
  /** Claims of the finding that have a verdict on its run, and claims of the finding. */
  readonly verdicts: number;
  readonly claims: number;
}

export interface StoredNotification {
  readonly userId: string;
  readonly kind: string;
  readonly commentId: string | null;
  readonly evidenceId: string | null;
}

export interface Snapshot {
  readonly runs: readonly StoredRun[];
  readonly comments: readonly {
    readonly id: string;
    readonly text: string;
    readonly authorId: string;
    readonly findingOwnerId: string;
  }[];
  readonly evidence: readonly StoredEvidence[];
  readonly notifications: readonly StoredNotification[];
  /** What the database says of itself; null when it is sound. */
  readonly damage: string | null;
}

const ENDED = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

/** Makes the database record every status that is written to a run. */
export async function recordStatuses(db: Database, setup: Setup): Promise<void> {
  const statements =
    setup === 'sqlite'
      ? [
          `CREATE TABLE "ChaosStatus" ("id" INTEGER PRIMARY KEY, "runId" TEXT NOT NULL, "status" TEXT NOT NULL)`,
          ...['INSERT', 'UPDATE OF "status"'].map(
            (event, index) => `CREATE TRIGGER "chaos_status_${index}" AFTER ${event} ON "Run" BEGIN
              INSERT INTO "ChaosStatus" ("runId", "status") VALUES (new."id", new."status"); END`,
          ),
        ]
      : [
          `CREATE TABLE "ChaosStatus" ("id" SERIAL PRIMARY KEY, "runId" TEXT NOT NULL, "status" TEXT NOT NULL)`,
          `CREATE FUNCTION chaos_status() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO "ChaosStatus" ("runId", "status") VALUES (NEW."id", NEW."status"); RETURN NEW; END $$`,
          `CREATE TRIGGER chaos_status AFTER INSERT OR UPDATE OF "status" ON "Run" FOR EACH ROW EXECUTE FUNCTION chaos_status()`,
          'CREATE EXTENSION IF NOT EXISTS amcheck',
        ];
  for (const statement of statements) await db.$executeRawUnsafe(statement);
}

export interface SnapshotReader {
  /** @param isFull also asks the database to check itself. */
  read(isFull: boolean): Promise<Snapshot>;
  readonly digest: (runId: string) => Promise<string>;
}

/** Reads what is stored; results of runs that have ended are read once. */
export function createSnapshotReader(db: Database, setup: Setup): SnapshotReader {
  const digests = new Map<string, string>();
  const firstSeen = new Map<string, number>();
  const firstEnded = new Map<string, number>();
  const measureAge = (known: Map<string, number>, id: string): number => {
    const now = performance.now();
    if (!known.has(id)) known.set(id, now);
    return now - known.get(id)!;
  };
  const digest = async (runId: string): Promise<string> => {
    let known = digests.get(runId);
    if (known === undefined) {
      const { run, ...results } = await readResults(db, runId);
      // Checks are of the last attempt, which may have computed a part of the run.
      const { checks: _checks, ...summary } = run;
      known = createHash('sha256')
        .update(JSON.stringify({ summary, ...results }))
        .digest('hex');
      digests.set(runId, known);
    }
    return known;
  };
  return {
    digest,
    async read(isFull) {
      // In this order: what is read first leads to what is read later.
      const comments = await db.comment.findMany({
        select: { id: true, text: true, authorId: true, finding: { select: { ownerId: true } } },
      });
      const evidence = await db.evidence.findMany({
        include: { finding: { select: { claims: { select: { verdicts: { select: { runId: true } } } } } } },
      });
      const notifications = await db.notification.findMany({
        select: { userId: true, kind: true, commentId: true, evidenceId: true },
      });
      const rows = await db.run.findMany({
        select: {
          id: true,
          ownerId: true,
          contentHash: true,
          status: true,
          errorMessage: true,
          leaseHolder: true,
        },
      });
      const statuses = new Map<string, string[]>();
      for (const { runId, status } of await db.$queryRaw<{ runId: string; status: string }[]>`
        SELECT "runId", "status" FROM "ChaosStatus" ORDER BY "id"`)
        statuses.set(runId, [...(statuses.get(runId) ?? []), status]);
      const runs: StoredRun[] = [];
      for (const { leaseHolder, ...row } of rows) {
        runs.push({
          ...row,
          hasLease: leaseHolder !== null,
          digest: row.status === 'SUCCEEDED' ? await digest(row.id) : null,
          // A run that ends while this is read has one status more than the row.
          statuses: statuses.get(row.id) ?? [],
          knownForMs: measureAge(firstSeen, row.id),
          endedForMs: ENDED.has(row.status) ? measureAge(firstEnded, row.id) : 0,
        });
      }
      return {
        runs,
        comments: comments.map(({ finding, ...comment }) => ({
          ...comment,
          findingOwnerId: finding.ownerId,
        })),
        evidence: evidence.map(({ finding: { claims }, ...row }) => ({
          ...row,
          knownForMs: measureAge(firstSeen, row.id),
          claims: claims.length,
          verdicts: claims.filter(({ verdicts }) => verdicts.some(({ runId }) => runId === row.runId)).length,
        })),
        notifications,
        damage: isFull ? await findDamage(db, setup) : null,
      };
    },
  };
}

/** Asks the database to check itself. @returns what is wrong; null for nothing. */
export async function findDamage(db: Database, setup: Setup): Promise<string | null> {
  try {
    if (setup === 'sqlite') {
      const rows = await db.$queryRaw<{ integrity_check: string }[]>`PRAGMA integrity_check`;
      const verdict = rows.map((row) => row.integrity_check).join('; ');
      const violations = await db.$queryRaw<unknown[]>`PRAGMA foreign_key_check`;
      if (violations.length > 0) return `${violations.length} rows refer to rows that are not there`;
      return verdict === 'ok' ? null : verdict;
    }
    // Every index against its table, and every page of every table.
    await db.$queryRaw`
      SELECT CAST(bt_index_check(index => c.oid, heapallindexed => true) AS TEXT) FROM pg_class c
      JOIN pg_am am ON am.oid = c.relam WHERE am.amname = 'btree' AND c.relkind = 'i' AND c.relnamespace = 'public'::regnamespace`;
    const broken = await db.$queryRaw<{ msg: string }[]>`
      SELECT v.msg FROM pg_class c, LATERAL verify_heapam(relation => c.oid) v
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace LIMIT 5`;
    return broken.length === 0 ? null : broken.map(({ msg }) => msg).join('; ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
