/** Transactions and locks, on a real file that a second connection locks as another program would. */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../db';
import { createTestServices, type TestServices } from '../testing/test-services';
import { databasePath } from './file';
import { databaseError, isBusy } from './faults';

let services: TestServices;
let db: Database;
/** Another program on the same file. */
let other: Libsql.Database;

beforeEach(async () => {
  services = await createTestServices();
  db = services.db;
  other = new Libsql(databasePath(services.config.databaseUrl), { timeout: 0 });
});
afterEach(async () => {
  other.close();
  await services.dispose();
});

const user = (id: string) => ({ data: { id, name: id } });
const add = (id: string) => db.user.create(user(id));
const names = async () => (await db.user.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);
const lock = () => other.exec('BEGIN IMMEDIATE');
const unlock = () => other.exec('ROLLBACK');
const catchError = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
/** Fails unless another program can write now. */
const expectUnlocked = () => {
  lock();
  unlock();
};
const model = (id: string) => ({
  id,
  layers: 1,
  heads: 1,
  dModel: 1,
  dVocab: 1,
  context: 1,
  parameters: 1,
});

describe('a lock of another program', () => {
  it('is waited for without blocking the event loop, by single writes and by transactions', async () => {
    await add('first');
    lock();
    const writes = [
      add('single'),
      db.$transaction([db.user.create(user('batch 1')), db.user.create(user('batch 2'))]),
      db.$transaction(async (tx) => tx.user.create(user('interactive'))),
    ];
    let settled = 0;
    for (const write of writes) void write.then(() => settled++);
    // Timers fire and reads are answered while the writes wait.
    for (let turn = 0; turn < 30; turn++) {
      await sleep(10);
      expect(await names()).toEqual(['first']);
    }
    expect(settled).toBe(0);
    unlock();
    await Promise.all(writes);
    expect(await names()).toEqual(['batch 1', 'batch 2', 'first', 'interactive', 'single']);
    expectUnlocked();
    await add('later');
  });

  it('that lasts longer than writes wait makes an error that says so, and harms no later write', async () => {
    const impatient = openDatabase(services.config.databaseUrl, 50);
    try {
      lock();
      const writes = Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? impatient.user.create(user(`x${index}`))
          : impatient.$transaction([impatient.user.create(user(`x${index}`))]),
      );
      // All of them give up while the file is locked: time in the queue counts.
      const errors = await Promise.all(writes.map(catchError));
      expect(errors.map(isBusy)).toEqual(errors.map(() => true));
      expect(databaseError(errors[0])).toMatchObject({
        name: 'AppError',
        code: 'DATABASE_UNAVAILABLE',
        message: expect.stringContaining('locked the database') as string,
      });
      unlock();
      await impatient.$transaction([impatient.user.create(user('after'))]);
      await impatient.user.create(user('and again'));
      expect(await names()).toEqual(['after', 'and again']);
      expectUnlocked();
    } finally {
      await impatient.$disconnect();
    }
  });

  it('taken and released again and again lets every write through', async () => {
    const writes = Promise.all(Array.from({ length: 40 }, (_, index) => add(`w${index}`)));
    let isDone = false;
    void writes.then(() => (isDone = true));
    while (!isDone) {
      try {
        lock();
        await sleep(3);
        unlock();
      } catch {
        // A write of the site has the lock at this moment.
      }
      await sleep(1);
    }
    expect(await names()).toHaveLength(40);
    expectUnlocked();
  });
});

describe('a transaction', () => {
  it('whose COMMIT fails is rolled back: others can write at once', async () => {
    const failed = db.$transaction(async (tx) => {
      await tx.$executeRaw`PRAGMA defer_foreign_keys = ON`;
      await tx.$executeRaw`INSERT INTO "FindingTag" ("findingId", "tag") VALUES ('nothing', 'x')`;
    });
    await expect(failed).rejects.toThrow(/constraint/i);
    expectUnlocked();
    expect(await db.findingTag.count()).toBe(0);
    await add('later');
  });

  it('that fails leaves nothing of itself', async () => {
    await add('a');
    await expect(db.$transaction([db.user.create(user('b')), db.user.create(user('a'))])).rejects.toThrow(
      /unique/i,
    );
    await expect(
      db.$transaction(async (tx) => {
        await tx.user.create(user('c'));
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expectUnlocked();
    expect(await names()).toEqual(['a']);
  });

  it('that SQLite has ended by itself takes no more writes', async () => {
    const ended = db.$transaction(async (tx) => {
      await tx.user.create(user('inside'));
      await tx.$executeRawUnsafe('ROLLBACK');
      await tx.user.create(user('outside'));
    });
    await expect(ended).rejects.toThrow('rolled back');
    expect(await names()).toEqual([]);
    expectUnlocked();
  });

  it('that takes too long, or cannot begin in time, is a busy database', async () => {
    const slow = db.$transaction(
      async (tx) => {
        await tx.user.create(user('slow'));
        await sleep(60);
        await tx.user.create(user('too late'));
      },
      { timeout: 20 },
    );
    const waiting = db.$transaction(async () => {}, { maxWait: 1, timeout: 1000 });
    expect((await Promise.all([slow, waiting].map(catchError))).map(isBusy)).toEqual([true, true]);
    expectUnlocked();
    await add('after');
    expect(await names()).toEqual(['after']);
  });

  it('is isolated: interactive ones that read and then write lose no update', async () => {
    await db.model.create({ data: model('counter') });
    const increments = Array.from({ length: 25 }, () =>
      db.$transaction(async (tx) => {
        const { parameters } = await tx.model.findUniqueOrThrow({ where: { id: 'counter' } });
        await sleep(1);
        await tx.model.update({ where: { id: 'counter' }, data: { parameters: parameters + 1 } });
      }),
    );
    const plain = Array.from({ length: 25 }, (_, index) => add(`p${index}`));
    await Promise.all([...increments, ...plain]);
    expect((await db.model.findUniqueOrThrow({ where: { id: 'counter' } })).parameters).toBe(26);
    expect(await names()).toHaveLength(25);
  });

  it('does not keep readers waiting, and shows them nothing before it commits', async () => {
    await db.$transaction(async (tx) => {
      await tx.user.create(user('hidden'));
      expect(await tx.user.count()).toBe(1);
      expect(await db.user.count()).toBe(0);
    });
    expect(await db.user.count()).toBe(1);
  });

  it('refuses a write that is inside of it but not part of it, instead of waiting for itself', async () => {
    await db.$transaction(async (tx) => {
      await tx.user.create(user('in'));
      for (const write of [() => add('out'), () => db.$transaction([db.user.create(user('out'))])]) {
        expect(String(await catchError(write()))).toContain('Use the client that the transaction was given');
      }
    });
    await add('after');
    expect(await names()).toEqual(['after', 'in']);
  });

  it('deletes what belongs to a deleted row, as foreign keys say', async () => {
    await db.model.create({ data: model('m') });
    await add('owner');
    const text = {
      clean: 'a',
      corrupted: 'b',
      correct: 'c',
      incorrect: 'd',
      cleanTokens: '[]',
      corruptedTokens: '[]',
    };
    await db.run.create({
      data: {
        id: 'run',
        ownerId: 'owner',
        modelId: 'm',
        direction: 'DENOISING',
        prependBos: true,
        kinds: '[]',
        contentHash: 'x',
        pairs: { create: { index: 0, ...text, correctTokenId: 1, incorrectTokenId: 2 } },
      },
    });
    await expect(db.user.delete({ where: { id: 'owner' } })).rejects.toThrow(/constraint/i);
    await db.run.delete({ where: { id: 'run' } });
    expect(await db.promptPair.count()).toBe(0);
  });
});

it('opens no descriptor for each transaction, of either kind', async () => {
  const descriptors = (): number => readdirSync('/proc/self/fd').length;
  await db.$transaction([db.user.create(user('first'))]);
  const before = descriptors();
  for (let index = 0; index < 120; index++) {
    await db.$transaction([db.user.create(user(`b${index}`))]);
    await db.$transaction(async (tx) => tx.user.create(user(`i${index}`)));
    await catchError(db.$transaction([db.user.create(user('first'))]));
  }
  expect(descriptors()).toBeLessThanOrEqual(before + 10);
});
