import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestServices, type TestServices } from '../testing/test-services';
import { Prisma } from '../db';
import { readAside } from './read-aside';
import { isOnServer } from '../testing/databases';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.dispose());

it('reads what is committed, with values', async () => {
  await services.db.user.create({ data: { id: 'ann', name: "Ann's" } });
  const rows = await readAside(
    services.db,
    Prisma.sql`SELECT "id", "name" FROM "User" WHERE "id" = ${'ann'} AND 1 < CAST(${2} AS INTEGER)`,
  );
  expect(rows).toEqual([{ id: 'ann', name: "Ann's" }]);
});

it.skipIf(isOnServer())('asks another thread, so that others are served meanwhile', async () => {
  const here = vi.spyOn(services.db, '$queryRaw');
  const rows = await readAside(services.db, Prisma.sql`SELECT COUNT(*) AS "count" FROM "User"`);
  expect(rows).toEqual([{ count: 1 }]);
  expect(here).not.toHaveBeenCalled();
});

it.skipIf(isOnServer())('writes nothing', async () => {
  const write = Prisma.sql`DELETE FROM "User" WHERE "id" = ${'ann'} RETURNING "id"`;
  await expect(readAside(services.db, write)).rejects.toThrow(/readonly|read-only|query_only/i);
  expect(await services.db.user.count({ where: { id: 'ann' } })).toBe(1);
});
