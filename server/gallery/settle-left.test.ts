import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from '../db';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, type TestServices } from '../testing/test-services';
import { waitFor } from '../testing/wait-for';
import { settleLeftEvidence } from './settle-left';

let services: TestServices;
beforeEach(async () => {
  services = await createTestServices();
});
afterEach(async () => {
  services.stopping.abort();
  await services.dispose();
});

it('judges what a process has left that ended, and tells the author, without a reader', async () => {
  const { db } = services;
  await storeFakeModel(services);
  await storeRuns(services, ['A1', 'B1'], { status: 'SUCCEEDED' });
  const text = { slug: 'f', title: 'f', summary: 'f', card: '{}', text: '' };
  await db.finding.create({ data: { id: 'f', runId: 'A1', ownerId: 'A', ...text } });
  await db.evidence.create({
    data: { id: 'e', findingId: 'f', runId: 'B1', creatorId: 'B', stance: 'REPLICATION' },
  });
  settleLeftEvidence(services, 50);
  await waitFor(async () =>
    expect(await db.evidence.findUnique({ where: { id: 'e' } })).toMatchObject({ isJudged: true }),
  );
  expect(await db.notification.findMany({ select: { userId: true, kind: true } })).toEqual([
    { userId: 'A', kind: 'REPLICATION' },
  ]);
});

it('reaches all where more are left than it looks at together, and the first ones cannot be judged', async () => {
  const { db } = services;
  await storeFakeModel(services);
  const names = Array.from({ length: 25 }, (_, index) => `B${index + 10}`);
  const broken = new Set(names.slice(0, 20));
  await storeRuns(services, ['A1', ...names], { status: 'SUCCEEDED' });
  const text = { slug: 'f', title: 'f', summary: 'f', card: '{}', text: '' };
  await db.finding.create({ data: { id: 'f', runId: 'A1', ownerId: 'A', ...text } });
  await db.evidence.createMany({
    data: names.map((runId) => ({ id: runId, findingId: 'f', runId, creatorId: 'B', stance: 'SUPPORTS' })),
  });
  settleLeftEvidence({ ...services, db: failOn(db, broken) }, 50);
  await waitFor(async () => expect(await db.evidence.count({ where: { isJudged: true } })).toBe(5));
  expect(await db.evidence.count({ where: { runId: { in: [...broken] }, isJudged: true } })).toBe(0);
});

/** A database that cannot read some runs. */
function failOn(db: Database, runIds: ReadonlySet<string>): Database {
  const run = {
    findUnique: (args: { where: { id: string } }) =>
      runIds.has(args.where.id) ? Promise.reject(new Error('The row is damaged.')) : db.run.findUnique(args),
  };
  return new Proxy(db, { get: (target, key) => (key === 'run' ? run : Reflect.get(target, key)) });
}
