import { afterEach, beforeEach, expect, it } from 'vitest';
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
