/** Checks of the database after all kills. */
import { createHash } from 'node:crypto';
import { openDatabase } from '../../server/db';

export interface ChaosReport {
  /** For the table. */
  readonly counts: Record<string, number | string>;
  /** One sentence each; empty without problems. */
  readonly problems: string[];
}

/**
 * Compares every run with the undisturbed run of its experiment.
 *
 * @param submitted experiment by run id.
 * @param references ids of the undisturbed runs, by experiment.
 */
export async function checkDatabase(
  file: string,
  submitted: ReadonlyMap<string, number>,
  references: readonly string[],
): Promise<ChaosReport> {
  const db = openDatabase(`file:${file}`);
  const problems: string[] = [];
  const read = (id: string) =>
    db.run.findUnique({
      where: { id },
      include: {
        sweeps: { include: { values: { orderBy: { metric: 'asc' } } } },
        pairs: { orderBy: { index: 'asc' } },
        unpatched: { orderBy: [{ direction: 'asc' }, { metric: 'asc' }] },
        _count: { select: { effects: true } },
      },
    });
  type StoredRun = NonNullable<Awaited<ReturnType<typeof read>>>;
  /** The data of a run that must equal those of the undisturbed run. */
  const describeRun = ({
    kinds,
    sweeps,
    pairs,
    unpatched,
    _count,
    cleanLogitDiff,
    corruptedLogitDiff,
  }: StoredRun): string =>
    JSON.stringify({
      kinds,
      sweeps: sweeps
        .map(({ kind, direction, axes, shape, values }) => [
          `${kind} ${direction}`,
          axes,
          shape,
          values.map((one) => [one.metric, createHash('sha256').update(one.values).digest('hex')]),
        ])
        .toSorted(([a], [b]) => (a! < b! ? -1 : 1)),
      baselines: pairs.map((pair) => [pair.cleanLogitDiff, pair.corruptedLogitDiff]),
      unpatched: unpatched.map(({ direction, metric, clean, corrupted }) => [
        direction,
        metric,
        createHash('sha256').update(clean).update(corrupted).digest('hex'),
      ]),
      means: [cleanLogitDiff, corruptedLogitDiff],
      effects: _count.effects,
    });
  try {
    const expected: string[] = [];
    for (const id of references) expected.push(describeRun((await read(id))!));
    let mostAttempts = 0;
    let sweeps = 0;
    let equal = 0;
    for (const [id, experiment] of submitted) {
      const run = await read(id);
      if (run === null) {
        problems.push(`run ${id} is gone`);
        continue;
      }
      mostAttempts = Math.max(mostAttempts, run.attempts);
      sweeps += run.sweeps.length;
      if (run.status !== 'SUCCEEDED') problems.push(`run ${id} is ${run.status}: ${run.errorMessage}`);
      const kinds = run.sweeps.map(({ kind, direction }) => `${kind} ${direction}`);
      if (new Set(kinds).size !== kinds.length)
        problems.push(`run ${id} has a sweep twice: ${kinds.join(', ')}`);
      if (run.leaseHolder !== null || run.leaseUntil !== null) problems.push(`run ${id} still has a lease`);
      if (describeRun(run) === expected[experiment]) equal++;
      else problems.push(`run ${id} differs from the undisturbed run of its experiment`);
    }
    const others = (await db.run.count()) - submitted.size;
    if (others !== 0) problems.push(`${others} runs were stored that nobody knows of`);
    const integrity = await db.$queryRaw<{ integrity_check: string }[]>`PRAGMA integrity_check`;
    const verdict = integrity.map((row) => row.integrity_check).join('; ');
    if (verdict !== 'ok') problems.push(`the database is damaged: ${verdict}`);
    const counts = {
      sweeps,
      'runs equal to the undisturbed': equal,
      'most attempts at once': mostAttempts,
      'integrity check': verdict,
    };
    return { counts, problems };
  } finally {
    await db.$disconnect();
  }
}
