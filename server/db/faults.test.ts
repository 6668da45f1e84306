/** A full disk, a read-only or damaged file, text that is not kept: what people are told, and that it heals. */
import { closeSync, copyFileSync, openSync, rmSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../db';
import { createTestServices, type TestServices } from '../testing/test-services';
import { databasePath } from './file';
import { databaseError, faultFrom } from './faults';

let services: TestServices;
let db: Database;

beforeEach(async () => {
  services = await createTestServices();
  db = services.db;
});
afterEach(() => services.dispose());

const add = (id: string, name = id) => db.user.create({ data: { id, name } });
const told = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => databaseError(error)?.message ?? `not a fault: ${String(error)}`,
  );
const write = () => db.$transaction([add('x')]);

describe('a database that cannot be written', () => {
  it('because the disk is full says so, and heals when there is room', async () => {
    const [{ page_count: pages } = { page_count: 0 }] = await db.$queryRaw<
      { page_count: number }[]
    >`PRAGMA page_count`;
    await db.$queryRawUnsafe(`PRAGMA max_page_count = ${pages}`);
    const large = 'x'.repeat(100_000);
    expect(await told(add('single', large))).toMatch(/^The disk of the server is full.*Free space/);
    expect(await told(db.$transaction([add('small'), add('batch', large)]))).toMatch(
      /^The disk of the server is full/,
    );
    expect(await db.user.count()).toBe(0);
    await db.$queryRaw`PRAGMA max_page_count = 1000000`;
    await add('room', large);
    expect(await db.user.count()).toBe(1);
  });

  it('because the process is about to end says that nothing was changed', async () => {
    const cut = db.$transaction(async (tx) => {
      await tx.user.create({ data: { id: 'first', name: 'first' } });
      await db.$disconnect();
      await tx.user.create({ data: { id: 'second', name: 'second' } });
    });
    expect(await told(cut)).toMatch(/Nothing was changed; try again/);
    expect(await db.user.count()).toBe(0);
  });

  it('because it is read-only says so, and heals', async () => {
    await db.$executeRaw`PRAGMA query_only = ON`;
    expect(await told(write())).toMatch(/^The database of this site is read-only/);
    // The connection was given up; the next one may write.
    await write();
    expect(await db.user.count()).toBe(1);
  });

  it('answers a query of the API without a path or a code of the driver', async () => {
    await db.$executeRaw`PRAGMA query_only = ON`;
    const pair = { clean: 'a b', corrupted: 'a c', correct: ' Mary', incorrect: ' John' };
    const { errors } = await services.ask(
      'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
      { input: { model: 'fake', pairs: [pair], sweeps: ['RESID_PRE'] } },
    );
    expect(errors![0]).toMatchObject({ extensions: { code: 'DATABASE_UNAVAILABLE' } });
    expect(errors![0]!.message).toMatch(/^The database of this site is read-only/);
    expect(JSON.stringify(errors)).not.toMatch(/SQLITE|patchbay-test|prisma/i);
  });
});

it('a damaged file is told of, and a copy that is put in its place is used', async () => {
  await add('kept');
  await db.$disconnect();
  const file = databasePath(services.config.databaseUrl);
  const copy = `${file}.copy`;
  const checkpoint = openDatabase(services.config.databaseUrl);
  await checkpoint.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`;
  copyFileSync(file, copy);
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, 'this is no database at all, but something else', 0);
  closeSync(descriptor);
  const damaged = openDatabase(services.config.databaseUrl);
  const read = () => damaged.user.count();
  expect(await told(read())).toMatch(/^The database of this site is damaged/);
  expect(await told(damaged.user.create({ data: { id: 'y', name: 'y' } }))).toMatch(/damaged/);
  for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
  copyFileSync(copy, file);
  expect(await read()).toBe(1);
  await damaged.$disconnect();
  await checkpoint.$disconnect();
});

it('a file without tables asks for a restart', async () => {
  const empty = openDatabase(`file:${services.config.dataDir}/empty.db`);
  expect(await told(empty.user.count())).toContain('restart');
  await empty.$disconnect();
});

describe('text that SQLite does not keep', () => {
  it.each(['a\0b', 'half \ud800', '\0'])('is refused in any write: %j', async (name) => {
    for (const work of [
      () => add('id', name),
      () => db.$transaction([add('ok'), add('id', name)]),
      () => db.$transaction(async (tx) => tx.user.create({ data: { id: 'id', name } })),
      () => db.user.updateMany({ data: { name } }),
      () => db.$executeRaw`UPDATE "User" SET "name" = ${name}`,
    ]) {
      const error = await work().then(() => null, databaseError);
      expect(error).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    expect(await db.user.count()).toBe(0);
    await add('fine');
  });

  it('finds nothing, and is no error, in a read', async () => {
    await add('x', 'name');
    expect(await db.user.findUnique({ where: { id: 'x\0y' } })).toBeNull();
    expect(await db.user.findMany({ where: { name: { contains: 'nam\0e' } } })).toEqual([]);
    expect(await db.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${'x\0'}`).toEqual([]);
    expect(await db.user.findUnique({ where: { id: 'x' } })).not.toBeNull();
  });

  it('in addresses, cursors and searches of the API is answered as what is not there', async () => {
    const { data, errors } = await services.ask(
      `query ($text: String!, $id: ID!) {
        run(id: $id) { id } finding(slug: $text) { slug }
        findings(first: 5, search: $text, tag: $text, model: $id) { edges { node { slug } } }
        runs(first: 5, model: $id) { edges { node { id } } }
      }`,
      { text: 'ab\0cd \0 "', id: 'x\0' },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ run: null, finding: null, findings: { edges: [] }, runs: { edges: [] } });
  });
});

describe('databaseError', () => {
  it('knows a full disk wherever it is met, and leaves other errors alone', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    expect(databaseError(full)).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(databaseError(Object.assign(new Error('x'), { code: 'EACCES' }))).toBeNull();
    expect(databaseError(new Error('no such table: x'))).toBeNull();
    expect(databaseError('text')).toBeNull();
  });

  it.each([
    [5, 'busy'],
    [5 | (2 << 8), 'busy'],
    [517, 'busy'],
    [13, 'full'],
    [8, 'read-only'],
    [11, 'corrupt'],
    [10 | (12 << 8), 'unreachable'],
    [14, 'unreachable'],
    [2067, undefined],
  ])('of result code %i is %s', (rawCode, kind) => {
    const error = Object.assign(new Error('x'), { code: 'SQLITE_X', rawCode });
    expect(faultFrom(error)?.kind).toBe(kind);
  });
});
