/** Transactions on a PostgreSQL server, beside those that other connections make at the same time. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database, type Prisma } from '../../db';
import { isOnServer } from '../../testing/databases';
import { openProxy } from '../../testing/tcp-proxy';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { databaseError, databaseFault, isBusy } from '../faults';

const user = (id: string) => ({ data: { id, name: id } });
const model = (id: string) => ({
  data: { id, layers: 1, heads: 1, dModel: 1, dVocab: 1, context: 1, parameters: 1 },
});
const catchError = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe.skipIf(!isOnServer())('on PostgreSQL', () => {
  let services: TestServices;
  let db: Database;
  /** Another web server. */
  let other: Database;

  beforeEach(async () => {
    services = await createTestServices();
    ({ db } = services);
    other = openDatabase(services.config.databaseUrl);
  });
  afterEach(async () => {
    await other.$disconnect();
    await services.dispose();
  });

  const names = async () => (await db.user.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);

  it('lets only those transactions commit that could have run one after another', async () => {
    await db.model.create(model('counter'));
    let attempts = 0;
    const increments = Array.from({ length: 12 }, (_, index) =>
      (index % 2 === 0 ? db : other).$transaction(async (tx) => {
        attempts++;
        const { parameters } = await tx.model.findUniqueOrThrow({ where: { id: 'counter' } });
        await sleep(5);
        await tx.model.update({ where: { id: 'counter' }, data: { parameters: parameters + 1 } });
      }),
    );
    await Promise.all(increments);
    expect((await db.model.findUniqueOrThrow({ where: { id: 'counter' } })).parameters).toBe(13);
    // Some met each other and were repeated.
    expect(attempts).toBeGreaterThan(12);
  });

  it('keeps to a limit that transactions count, though no two write the same row', async () => {
    const limited = (database: Database, id: string) =>
      database.$transaction(async (tx) => {
        if ((await tx.user.count({ where: { name: { startsWith: 'limited' } } })) >= 3) return false;
        await sleep(5);
        await tx.user.create({ data: { id, name: `limited ${id}` } });
        return true;
      });
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) => limited(index % 2 === 0 ? db : other, `u${index}`)),
    );
    expect(made.filter(Boolean)).toHaveLength(3);
    expect(await db.user.count()).toBe(3);
  });

  it('repeats single writes, nested writes and lists of writes', async () => {
    await db.user.create(user('owner'));
    await db.model.create(model('m'));
    const run = (id: string): Prisma.RunCreateInput => ({
      id,
      owner: { connect: { id: 'owner' } },
      model: { connect: { id: 'm' } },
      direction: 'DENOISING',
      prependBos: true,
      kinds: '[]',
      contentHash: id,
      unusablePairs: { create: { index: 0, reason: 'x', message: '', clean: '', corrupted: '' } },
    });
    const writes = Array.from({ length: 10 }, (_, index) => {
      const database = index % 2 === 0 ? db : other;
      return [
        () => database.model.update({ where: { id: 'm' }, data: { parameters: { increment: 1 } } }),
        () => database.run.create({ data: run(`r${index}`) }),
        () =>
          database.$transaction([
            database.model.update({ where: { id: 'm' }, data: { layers: { increment: 1 } } }),
            database.user.update({ where: { id: 'owner' }, data: { name: `name ${index}` } }),
          ]),
      ].map((write) => write());
    });
    await Promise.all(writes.flat());
    expect(await db.model.findUniqueOrThrow({ where: { id: 'm' } })).toMatchObject({
      parameters: 11,
      layers: 11,
    });
    expect(await db.unusablePair.count()).toBe(10);
  });

  it('gives up when conflicts do not end, with an error that says that nothing was changed', async () => {
    await db.model.create(model('counter'));
    const impatient = openDatabase(services.config.databaseUrl, 30);
    const rival = new pg.Client({ connectionString: services.config.databaseUrl });
    await rival.connect();
    try {
      const error = await catchError(
        impatient.$transaction(async (tx) => {
          await tx.model.findUniqueOrThrow({ where: { id: 'counter' } });
          await rival.query('UPDATE "Model" SET "layers" = "layers" + 1');
          await tx.model.update({ where: { id: 'counter' }, data: { heads: 2 } });
        }),
      );
      expect(isBusy(error)).toBe(true);
      expect(databaseError(error)).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
      expect((await db.model.findUniqueOrThrow({ where: { id: 'counter' } })).heads).toBe(1);
    } finally {
      await rival.end();
      await impatient.$disconnect();
    }
  });

  it('undoes a transaction that fails, and leaves its connection usable', async () => {
    await db.user.create(user('a'));
    for (let index = 0; index < 12; index++) {
      const failed = db.$transaction([db.user.create(user('b')), db.user.create(user('a'))]);
      await expect(failed).rejects.toThrow(/unique/i);
      const broken = db.$transaction(async (tx) => {
        await tx.user.create(user('c'));
        throw new Error('changed my mind');
      });
      await expect(broken).rejects.toThrow('changed my mind');
    }
    await db.user.create(user('z'));
    expect(await names()).toEqual(['a', 'z']);
  });

  it('ends a transaction that takes too long, and waits for no connection for ever', async () => {
    const small = openDatabase(services.config.databaseUrl, 300, 2);
    try {
      await small.user.deleteMany();
      let isOpen = () => {};
      const opened = new Promise<void>((resolve) => (isOpen = resolve));
      const slow = small.$transaction(
        async (tx) => {
          await tx.user.create(user('slow'));
          isOpen();
          await sleep(5000);
          await tx.user.create(user('too late'));
        },
        { timeout: 4000 },
      );
      await opened;
      const waiting = small.$transaction(async (tx) => tx.user.create(user('waiting')));
      expect((await Promise.all([slow, waiting].map(catchError))).map(isBusy)).toEqual([true, true]);
      await small.user.create(user('after'));
      expect(await names()).toEqual(['after']);
    } finally {
      await small.$disconnect();
    }
  });

  it('refuses a write that is inside of a transaction but not part of it', async () => {
    await db.$transaction(async (tx) => {
      await tx.user.create(user('in'));
      expect(String(await catchError(db.user.create(user('out'))))).toContain(
        'Use the client that the transaction was given',
      );
    });
    expect(await names()).toEqual(['in']);
  });

  it('reconnects after the server has closed all connections', async () => {
    await db.user.create(user('before'));
    const admin = new pg.Client({ connectionString: services.config.databaseUrl });
    await admin.connect();
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await admin.end();
    await sleep(50);
    expect(await names()).toEqual(['before']);
    await db.user.create(user('then'));
    expect(await names()).toEqual(['before', 'then']);
  });

  it('says that a transaction was lost when the server closes its connection', async () => {
    const admin = new pg.Client({ connectionString: services.config.databaseUrl });
    await admin.connect();
    const lost = db.$transaction(async (tx) => {
      await tx.user.create(user('lost'));
      await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      await sleep(50);
      await tx.user.create(user('more'));
    });
    const error = await catchError(lost);
    await admin.end();
    expect(databaseFault(error)?.kind).toBe('unreachable');
    expect(databaseError(error)?.code).toBe('DATABASE_UNAVAILABLE');
    expect(await names()).toEqual([]);
  });

  it('says what is wrong: no server, no database, no tables, text that cannot be stored', async () => {
    const findKind = async (url: string): Promise<unknown> => {
      const wrong = openDatabase(url, 500);
      const error = await catchError(wrong.user.count());
      await wrong.$disconnect();
      return databaseFault(error)?.kind;
    };
    const url = new URL(services.config.databaseUrl);
    url.pathname = '/patchbay_nothing';
    expect(await findKind(url.href)).toBe('unreachable');
    url.pathname = '/template1';
    expect(await findKind(url.href)).toBe('not-migrated');
    expect(await findKind('postgresql://127.0.0.1:1/patchbay')).toBe('unreachable');
    const error = await catchError(db.user.create(user('a\0b')));
    expect(databaseError(error)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await db.user.findMany({ where: { id: 'a\0b' } })).toEqual([]);
  });

  it('orders text as SQLite does: by bytes', async () => {
    for (const id of ['b', 'B', 'ä', 'a', 'Z', '_', '10', '9']) await db.user.create(user(id));
    expect(await names()).toEqual(['10', '9', 'B', 'Z', '_', 'a', 'b', 'ä']);
  });

  it('replaces connections that a router has forgotten, long before the time limit of a statement', async () => {
    const url = new URL(services.config.databaseUrl);
    const proxy = await openProxy(Number(url.port));
    url.host = `127.0.0.1:${proxy.port}`;
    const through = openDatabase(url.href, 10_000, 2);
    try {
      // A connection of each pool.
      await through.$transaction((tx) => tx.user.create(user('before')));
      await through.user.count();
      proxy.strand();
      const started = performance.now();
      const errors = await Promise.all([
        catchError(through.user.count()),
        catchError(through.$transaction((tx) => tx.user.create(user('lost')))),
      ]);
      expect(errors.map((error) => databaseFault(error)?.kind)).toEqual(['unreachable', 'unreachable']);
      expect(performance.now() - started).toBeLessThan(30_000);
      await through.user.create(user('after'));
      expect(await names()).toEqual(['after', 'before']);
    } finally {
      await through.$disconnect();
      await proxy.close();
    }
  });
});
