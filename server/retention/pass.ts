/**
 * One pass of the retention rule: deletes what guests who no longer come have left.
 *
 * Each run, prompt set and guest is deleted in a transaction of its own, with its count. A pass that is interrupted has deleted whole
 * runs, and the next one continues. Between two deletions other writes have their turn.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Prisma } from '../db';
import { log } from '../log';
import { DELETIONS, type Deletion } from './deletions';
import { closePasses, type PassCounts } from './record';
import { isAbandoned, readRule, type Abandonment } from './rule';
import type { RetentionServices } from './services';

/** Guests that are looked at together. */
const GUESTS_AT_ONCE = 200;
/** Rows that are found together. */
const ROWS_AT_ONCE = 100;
/** Shortest pause after a deletion, in ms; it is as long as the deletion if that took longer. */
const PAUSE_MS = 5;

interface Guest {
  readonly id: string;
  readonly seenAt: Date;
}

/**
 * Applies the rule once.
 *
 * @param signal ends the pass between two deletions.
 * @param now of the rule.
 * @returns what was deleted; null where nothing is ever deleted.
 */
export async function runPass(
  services: RetentionServices,
  signal: AbortSignal,
  now: Date = new Date(),
): Promise<PassCounts | null> {
  const rule = readRule(services.config, now);
  if (rule === null) return null;
  // The process of an earlier pass was killed: nobody else is at work now.
  await closePasses(services.db);
  await startCounting(services, now, signal);
  const pass = { id: randomBytes(9).toString('base64url'), startedAt: now, seenBefore: rule.seenBefore };
  let last: Guest | null = null;
  for (;;) {
    const guests: Guest[] = await findGuests(services, rule, last);
    for (const deletion of DELETIONS) {
      await deleteAll(services, rule, deletion, { pass, guests: guests.map(({ id }) => id), signal });
    }
    last = guests.at(-1) ?? null;
    if (guests.length < GUESTS_AT_ONCE || signal.aborted) break;
  }
  const [counts] = await closePasses(services.db);
  return counts ?? { runs: 0, promptSets: 0, guests: 0 };
}

/** Guests who were never seen since there is a record of visits: for them, the time begins now. */
async function startCounting({ db }: RetentionServices, now: Date, signal: AbortSignal): Promise<void> {
  const where = { seenAt: null, deletedAt: null, account: null };
  while (!signal.aborted) {
    const rows = await db.user.findMany({ where, select: { id: true }, take: GUESTS_AT_ONCE });
    if (rows.length === 0) return;
    const id = { in: rows.map((row) => row.id) };
    await db.user.updateMany({ where: { id, seenAt: null }, data: { seenAt: now } });
    await sleep(PAUSE_MS);
  }
}

/** The next abandoned guests after `last`, those who left first before others. */
async function findGuests(
  { db }: RetentionServices,
  rule: Abandonment,
  last: Guest | null,
): Promise<Guest[]> {
  const after =
    last === null
      ? Prisma.empty
      : Prisma.sql`AND u."seenAt" >= ${last.seenAt} AND (u."seenAt" > ${last.seenAt} OR u."id" > ${last.id})`;
  const rows = await db.$queryRaw<{ id: string; seenAt: Date | string }[]>(Prisma.sql`
    SELECT u."id", u."seenAt" FROM "User" u WHERE ${isAbandoned(rule)} ${after}
    ORDER BY u."seenAt", u."id" LIMIT ${GUESTS_AT_ONCE}`);
  return rows.map(({ id, seenAt }) => ({ id, seenAt: new Date(seenAt) }));
}

interface Scope {
  readonly pass: { readonly id: string; readonly startedAt: Date; readonly seenBefore: Date };
  readonly guests: readonly string[];
  readonly signal: AbortSignal;
}

async function deleteAll(
  services: RetentionServices,
  rule: Abandonment,
  deletion: Deletion,
  { pass, guests, signal }: Scope,
): Promise<void> {
  if (guests.length === 0) return;
  const kept = new Set<string>();
  for (;;) {
    const found = await services.db.$queryRaw<{ id: string }[]>(
      deletion.find(rule, guests, ROWS_AT_ONCE + kept.size),
    );
    const ids = found.map(({ id }) => id).filter((id) => !kept.has(id));
    if (ids.length === 0) return;
    for (const id of ids) {
      if (signal.aborted) return;
      const began = performance.now();
      if (!(await deleteOne(services, rule, deletion, id, pass))) kept.add(id);
      else if (deletion.counter === 'runs') services.changes.emit(id);
      await sleep(Math.max(PAUSE_MS, performance.now() - began));
    }
  }
}

/** @returns whether it was deleted: its guest may have come back, or something may rest on it now. */
async function deleteOne(
  { db }: RetentionServices,
  rule: Abandonment,
  { counter, remove }: Deletion,
  id: string,
  pass: Scope['pass'],
): Promise<boolean> {
  try {
    return await db.$transaction(async (tx) => {
      if ((await tx.$executeRaw(remove(rule, id))) === 0) return false;
      const update = { [counter]: { increment: 1 } };
      await tx.retentionPass.upsert({ where: { id: pass.id }, create: { ...pass, [counter]: 1 }, update });
      return true;
    });
  } catch (error) {
    // What was published in between is kept by the database: a finding refers to it.
    if (!(error instanceof Prisma.PrismaClientKnownRequestError)) throw error;
    log.warn({ err: error, [counter]: id }, 'something of a guest who no longer comes could not be deleted');
    return false;
  }
}
