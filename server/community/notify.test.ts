import { afterEach, beforeEach, expect, it } from 'vitest';
import { addComment } from '../discussion/add-comment';
import { editComment } from '../discussion/edit-comment';
import { attachEvidence } from '../gallery/attach-evidence';
import { addToCollection, createCollection } from '../gallery/collections/write';
import { settleEvidence } from '../gallery/settle-evidence';
import { withdrawFinding } from '../gallery/withdraw';
import { createServices } from '../services';
import { isOnServer } from '../testing/databases';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, type TestServices } from '../testing/test-services';
import { storeNotice } from './notify';

let services: TestServices;

beforeEach(async () => {
  services = await createTestServices();
  const { db } = services;
  await storeFakeModel(services);
  await storeRuns(services, ['A1', 'B1', 'B2'], { status: 'SUCCEEDED' });
  const text = { slug: 'f', title: 'f', summary: 'f', card: '{}', text: '' };
  await db.finding.create({ data: { id: 'f', runId: 'A1', ownerId: 'A', ...text } });
});
afterEach(() => services.dispose());

it('tells each user once when two web servers tell of the same thing at once', async () => {
  const { db } = services;
  const users = Array.from({ length: 20 }, (_, index) => `user${index}`);
  await db.user.createMany({ data: users.map((id) => ({ id, name: id })) });
  const other = createServices(services.config, null, services.models);
  const tell = (process: typeof other, recipientIds: string[]) =>
    process.db.$transaction((tx) =>
      storeNotice(tx, { kind: 'WITHDRAWAL', findingId: 'f', actorId: 'A', recipientIds }),
    );
  // Each also tells somebody whom the other does not.
  const told = await Promise.all([tell(services, users.slice(1)), tell(other, users.slice(0, -1))]);
  expect(told.flat().toSorted()).toEqual(users.toSorted());
  const stored = await db.notification.findMany({ select: { userId: true } });
  expect(stored.map(({ userId }) => userId).toSorted()).toEqual(users.toSorted());
  await other.db.$disconnect();
});

// A process that ends between an action and its notifications has done neither. A trigger stands for the end of the process.
it.skipIf(isOnServer())('stores no action whose notifications cannot be stored', async () => {
  const { db } = services;
  const as = (userId: string) => ({ userId, isAdministrator: false });
  const act = async (): Promise<string> => 'B';
  const input = { findingId: 'f', text: 'First.' };
  const { id } = await addComment(services, as('B'), act, input);
  await db.notification.deleteMany();
  const collection = await createCollection(services, as('B'), act, {
    title: 'Public',
    visibility: 'PUBLIC',
    items: [],
  });
  await db.evidence.create({
    data: { id: 'e', findingId: 'f', runId: 'B2', creatorId: 'B', stance: 'REPLICATION' },
  });
  await db.$executeRawUnsafe(
    `CREATE TRIGGER "end" BEFORE INSERT ON "Notification" BEGIN SELECT RAISE(ABORT, 'the process ends'); END`,
  );
  const evidence = await db.evidence.findUniqueOrThrow({ where: { id: 'e' } });
  const attached = { findingId: 'f', runId: 'B1', stance: 'SUPPORTS', note: 'Yes.' } as const;
  const edit = { id, text: 'Second, @[A](A).' };
  const actions = [
    () => addComment(services, as('B'), act, input),
    () => editComment(services, as('B'), edit, async () => {}),
    () => attachEvidence(services, as('B'), act, attached),
    () => addToCollection(services, as('B'), collection.id, 'f'),
    () =>
      createCollection(services, as('B'), act, {
        title: 'C',
        visibility: 'PUBLIC',
        items: [{ finding: 'f' }],
      }),
    () => settleEvidence(services, evidence),
    () => withdrawFinding(services, as('A'), 'f', 'It is wrong.'),
  ];
  for (const action of actions) await expect(action()).rejects.toThrow(/notification.createMany/);
  expect(await db.comment.findMany({ select: { text: true } })).toEqual([{ text: 'First.' }]);
  expect(await db.evidence.findMany({ select: { id: true, isJudged: true } })).toEqual([
    { id: 'e', isJudged: false },
  ]);
  expect(await db.collection.count()).toBe(1);
  expect(await db.collectionItem.count()).toBe(0);
  expect(await db.finding.findUnique({ where: { id: 'f' }, select: { withdrawnAt: true } })).toEqual({
    withdrawnAt: null,
  });
});
