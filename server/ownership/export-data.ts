/** Everything that the site stores of a user, as JSON. Secrets are left out: hashes, and what signs in. */
import type { Database } from '../db';

/** Version of the format; it increases when a field changes its meaning. */
const VERSION = 1;

/** Runs read at once. */
const RUNS_AT_ONCE = 1;

/**
 * The parts of one JSON document, run by run, so that no more than one run is in memory. Binary columns are base64.
 *
 * @param userId of a user that exists.
 */
export async function* exportData(db: Database, userId: string): AsyncGenerator<string, void> {
  const user = await db.user.findUniqueOrThrow({
    where: { id: userId },
    include: {
      account: {
        include: {
          sessions: {
            select: { id: true, createdAt: true, expiresAt: true, ipAddress: true, userAgent: true },
          },
          credentials: { select: { providerId: true, createdAt: true } },
          passkeys: { select: { id: true, name: true, deviceType: true, backedUp: true, createdAt: true } },
        },
      },
      tokens: { select: { id: true, name: true, scope: true, createdAt: true, lastUsedAt: true } },
      // What is on one's own runs is with them.
      jointPatches: { where: { run: { ownerId: { not: userId } } }, include: { values: true } },
      circuits: { where: { run: { ownerId: { not: userId } } } },
      evidence: true,
      collections: { include: { items: true, editors: true } },
      editedCollections: true,
      promptSets: { include: { versions: { include: { pairs: true } } } },
      comments: { include: { revisions: true } },
      reactions: true,
      stars: true,
      notifications: true,
      reports: true,
      auditEntries: true,
      // Those of one's own findings are with them.
      findingVersions: { where: { finding: { ownerId: { not: userId } } } },
    },
  });
  const head = { format: 'patchbay-user', version: VERSION, exportedAt: new Date(), ...user };
  yield `${stringify(head).slice(0, -1)},"runs":[`;
  let after: string | null = null;
  for (;;) {
    const runs: { id: string; batches: number; sweeps: { id: number }[] }[] = await db.run.findMany({
      where: { ownerId: userId, ...(after !== null && { id: { gt: after } }) },
      include: RUN_PARTS,
      orderBy: { id: 'asc' },
      take: RUNS_AT_ONCE,
    });
    for (const run of runs) {
      yield `${after === null ? '' : ','}\n${stringify(run).slice(0, -1)}`;
      yield* exportBatches(db, run);
      yield '}';
      after = run.id;
    }
    if (runs.length < RUNS_AT_ONCE) break;
  }
  yield ']}\n';
}

/** The values of a run of several batches, one blob at a time; nothing of other runs, which have theirs in the sweeps. */
async function* exportBatches(
  db: Database,
  { batches, sweeps }: { readonly batches: number; readonly sweeps: readonly { readonly id: number }[] },
): AsyncGenerator<string, void> {
  if (batches === 1) return;
  let isFirst = true;
  yield ',"batchValues":[';
  for (const { id: sweepId } of sweeps) {
    for (let batch = 0; batch < batches; batch++) {
      for (const row of await db.sweepBatch.findMany({
        where: { sweepId, batch },
        orderBy: { metric: 'asc' },
      })) {
        yield `${isFirst ? '' : ','}\n${stringify(row)}`;
        isFirst = false;
      }
    }
  }
  yield ']';
}

const RUN_PARTS = {
  pairs: { orderBy: { index: 'asc' } },
  unusablePairs: { orderBy: { index: 'asc' } },
  sweeps: { include: { values: true, moments: true } },
  edgeLayers: { include: { values: true } },
  unpatched: true,
  tags: true,
  jointPatches: { include: { values: true } },
  circuits: true,
  patterns: true,
  furtherOf: true,
  finding: {
    include: { tags: true, claims: { include: { verdicts: true } }, evidence: true, versions: true },
  },
} as const;

function stringify(value: object): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? Buffer.from(part).toString('base64') : part,
  );
}
