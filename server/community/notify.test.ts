import { afterEach, beforeEach, expect, it } from 'vitest';
import { createServices } from '../services/services';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, type TestServices } from '../testing/test-services';
import { notify } from './notify';

let services: TestServices;

beforeEach(async () => {
  services = await createTestServices();
});
afterEach(() => services.dispose());

it('tells each user once when two web servers tell of the same thing at once', async () => {
  const { db } = services;
  await storeFakeModel(services);
  await storeRuns(services, ['A1'], { status: 'SUCCEEDED' });
  const users = Array.from({ length: 20 }, (_, index) => `user${index}`);
  await db.user.createMany({ data: users.map((id) => ({ id, name: id })) });
  const text = { slug: 'f', title: 'f', summary: 'f', card: '{}', text: '' };
  await db.finding.create({ data: { id: 'f', runId: 'A1', ownerId: 'A', ...text } });
  const other = createServices(services.config, null, services.models);
  // Both have read who is to be told before either writes.
  let readers = 0;
  let go = (): void => {};
  const both = new Promise<void>((resolve) => (go = resolve));
  for (const process of [services, other]) {
    const find = process.db.user.findMany.bind(process.db.user) as (args: never) => Promise<unknown>;
    Object.assign(process.db.user, {
      async findMany(args: never) {
        const found = await find(args);
        if (++readers >= 2) go();
        await both;
        return found;
      },
    });
  }
  const tell = (recipientIds: string[]) =>
    ({ kind: 'WITHDRAWAL', findingId: 'f', actorId: 'A', recipientIds }) as const;
  // Each also tells somebody whom the other does not.
  await Promise.all([notify(services, tell(users.slice(1))), notify(other, tell(users.slice(0, -1)))]);
  const told = await db.notification.findMany({ select: { userId: true } });
  expect(told.map(({ userId }) => userId).toSorted()).toEqual(users.toSorted());
  await other.db.$disconnect();
});
