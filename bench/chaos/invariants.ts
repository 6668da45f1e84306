/** What must hold whatever has failed. Each violation is one sentence. */
import { groupBy } from './group';
import type { Entry } from './ledger';
import type { Snapshot, StoredRun } from './snapshot';

export interface Expected {
  /** Digest of the results of an undisturbed run, by content hash. */
  readonly digests: ReadonlyMap<string, string>;
  /** Runs and evidence that were stored before the first fault, and what races have stored. */
  readonly known: ReadonlySet<string>;
}

export interface Limits {
  /** A run ends this much later, at most, in ms. */
  readonly runMs: number;
  /** Evidence is judged this much after it was attached and its run has ended, in ms. */
  readonly judgeMs: number;
}

export const LIMITS: Limits = { runMs: 150_000, judgeMs: 60_000 };

const ENDED = ['SUCCEEDED', 'FAILED', 'CANCELLED'];
/** What a run fails with after three attempts, which is as it should be. */
const OUT_OF_ATTEMPTS = /ended 3 times|engine (stopped|process)/i;

/**
 * Compares what clients were told with what is stored.
 *
 * @param ledger as it was before the snapshot was read.
 */
export function findViolations(
  ledger: readonly Readonly<Entry>[],
  snapshot: Snapshot,
  expected: Expected,
  limits: Limits = LIMITS,
): string[] {
  return [
    ...snapshot.runs.flatMap((run) => checkRun(run, expected, limits)),
    ...checkRuns(ledger, snapshot, expected),
    ...checkComments(ledger, snapshot),
    ...checkEvidence(ledger, snapshot, expected, limits),
    ...(snapshot.damage === null ? [] : [`the database is damaged: ${snapshot.damage}`]),
  ];
}

function checkRun(run: StoredRun, { digests }: Expected, { runMs }: Limits): string[] {
  const { id, status, statuses, errorMessage } = run;
  const found: string[] = [];
  const ends = statuses.filter((one) => ENDED.includes(one));
  if (ends.length > 1) found.push(`run ${id} ended ${ends.length} times: ${statuses.join(', ')}`);
  const firstEnd = statuses.findIndex((one) => ENDED.includes(one));
  if (firstEnd >= 0 && firstEnd < statuses.length - 1 && ends.length === 1)
    found.push(`run ${id} went on after its end: ${statuses.join(', ')}`);
  if (!ENDED.includes(status)) {
    if (run.knownForMs > runMs)
      found.push(`run ${id} has not ended after ${runMs / 1000} s: it is ${status}`);
    return found;
  }
  if (run.hasLease) found.push(`run ${id} has ended and still has a lease`);
  if (status === 'FAILED' && !OUT_OF_ATTEMPTS.test(errorMessage ?? ''))
    found.push(`run ${id} failed: ${errorMessage}`);
  if (status === 'SUCCEEDED' && run.digest !== digests.get(run.contentHash))
    found.push(`the results of run ${id} differ from those of an undisturbed run`);
  return found;
}

function checkRuns(ledger: readonly Readonly<Entry>[], { runs }: Snapshot, { known }: Expected): string[] {
  const found: string[] = [];
  const stored = new Set(runs.map(({ id }) => id));
  const submissions = ledger.filter(({ kind }) => kind === 'run');
  for (const { outcome, resultId } of submissions) {
    if (outcome === 'acknowledged' && !stored.has(resultId!))
      found.push(`run ${resultId} was acknowledged and is not stored`);
  }
  const makeKey = (userId: string, hash: string): string =>
    `${userId} of the experiment ${hash.slice(0, 12)}`;
  const asked = groupBy(
    submissions.filter(({ outcome }) => outcome !== 'refused'),
    ({ userId, marker }) => makeKey(userId, marker),
  );
  const users = new Set(submissions.map(({ userId }) => userId));
  const counted = runs.filter(({ id, ownerId }) => users.has(ownerId) && !known.has(id));
  for (const [key, rows] of groupBy(counted, ({ ownerId, contentHash }) => makeKey(ownerId, contentHash))) {
    const most = asked.get(key)?.length ?? 0;
    if (rows.length > most)
      found.push(`${rows.length} runs of ${key} are stored, and ${most} were submitted`);
  }
  return found;
}

/** What a client was told is there once; what it was not told is there at most once. */
function checkOnce(what: string, { outcome }: Readonly<Entry>, count: number): string[] {
  if (count > 1) return [`${what} is stored ${count} times`];
  if (outcome === 'acknowledged' && count === 0) return [`${what} was acknowledged and is not stored`];
  if (outcome === 'refused' && count > 0) return [`${what} was refused and is stored`];
  return [];
}

function checkComments(ledger: readonly Readonly<Entry>[], { comments, notifications }: Snapshot): string[] {
  const found: string[] = [];
  const byText = groupBy(comments, ({ text }) => text);
  const told = groupBy(
    notifications.filter(({ kind }) => kind === 'COMMENT'),
    ({ commentId }) => commentId,
  );
  for (const entry of ledger) {
    if (entry.kind === 'comment')
      found.push(...checkOnce(`comment '${entry.marker}'`, entry, byText.get(entry.marker)?.length ?? 0));
  }
  for (const { id, authorId, findingOwnerId, text } of comments) {
    const expected = authorId === findingOwnerId ? 0 : 1;
    const count = told.get(id)?.length ?? 0;
    if (count !== expected) found.push(`${count} notifications, not ${expected}, tell of comment '${text}'`);
  }
  return found;
}

function checkEvidence(
  ledger: readonly Readonly<Entry>[],
  { evidence, notifications, runs }: Snapshot,
  { known }: Expected,
  { judgeMs }: Limits,
): string[] {
  const found: string[] = [];
  const byNote = groupBy(evidence, ({ note }) => note);
  const ids = new Set(evidence.map(({ id }) => id));
  const told = groupBy(
    notifications.filter(({ kind }) => kind === 'REPLICATION'),
    ({ evidenceId }) => evidenceId,
  );
  const runById = new Map(runs.map((run) => [run.id, run]));
  for (const entry of ledger) {
    const { kind, marker, outcome, resultId } = entry;
    if (kind === 'attachment')
      found.push(...checkOnce(`evidence '${marker}'`, entry, byNote.get(marker)?.length ?? 0));
    if (kind === 'replication' && outcome === 'acknowledged' && !ids.has(resultId!))
      found.push(`replication ${resultId} was acknowledged and is not stored`);
  }
  // Each asks for one replication at a time.
  const asked = groupBy(
    ledger.filter(({ kind, outcome }) => kind === 'replication' && outcome !== 'refused'),
    ({ userId, marker }) => `${userId} ${marker}`,
  );
  const stored = groupBy(
    evidence.filter(({ stance, id }) => stance === 'REPLICATION' && !known.has(id)),
    ({ creatorId, findingId }) => `${creatorId} ${findingId}`,
  );
  for (const [key, rows] of stored) {
    const most = asked.get(key)?.length ?? 0;
    if (rows.length > most)
      found.push(`${rows.length} replications by ${key} are stored, and ${most} were asked for`);
  }
  for (const { id, runId, stance, isJudged, knownForMs, verdicts, claims } of evidence) {
    const run = runById.get(runId);
    if (run === undefined) continue;
    if (!isJudged && run.status === 'SUCCEEDED' && Math.min(knownForMs, run.endedForMs) > judgeMs)
      found.push(`evidence ${id} is not judged ${judgeMs / 1000} s after it could be`);
    if (!isJudged) continue;
    if (verdicts !== claims) found.push(`${verdicts} of ${claims} claims have a verdict on evidence ${id}`);
    const count = told.get(id)?.length ?? 0;
    const expected = stance === 'REPLICATION' ? 1 : 0;
    if (count !== expected) found.push(`${count} notifications, not ${expected}, tell of evidence ${id}`);
  }
  return found;
}
