/** A pass over a site: what is left of guests, interruptions, guests who come back, and what is told. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { administratorCookie } from '../accounts/administrator';
import { identityCookie } from '../accounts/identity';
import type { Database } from '../db';
import { countOwnedRows, readUserColumns, storeOwnedRows } from '../testing/owned-rows';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, type TestServices } from '../testing/test-services';
import { runPass } from './pass';
import { scheduleRetention } from './schedule';

const DAY_MS = 24 * 3_600_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY_MS);
const never = new AbortController().signal;

let services: TestServices;
beforeEach(async () => {
  services = await createTestServices({ GUEST_RUN_RETENTION_DAYS: '30' });
  await storeFakeModel(services);
});
afterEach(() => services.dispose());

/** Private runs of a guest who was last here some days ago. */
async function storeGuest(id: string, days: number, runs: number): Promise<void> {
  const names = Array.from({ length: runs }, (_, index) => `${id}${index + 1}`);
  await services.db.user.create({ data: { id, name: id, seenAt: ago(days) } });
  await storeRuns(services, names, { status: 'SUCCEEDED' });
  await services.db.run.updateMany({ where: { ownerId: id }, data: { visibility: 'PRIVATE' } });
  for (const runId of names) {
    const sweep = {
      runId,
      kind: 'HEAD_Z',
      direction: 'DENOISING',
      axes: '[]',
      shape: '[]',
      elapsedMs: 1,
      flops: 1,
    };
    await services.db.sweep.create({
      data: { ...sweep, values: { create: { metric: 'logit_diff', values: new Uint8Array(8) } } },
    });
    const effect = { runId, kind: 'HEAD_Z', layer: 0, head: 0, metric: 'logit_diff', value: 1, recovery: 1 };
    await services.db.effect.create({ data: effect });
  }
}

/** What every run has that is left. */
async function countParts(): Promise<Record<string, number>> {
  const { db } = services;
  return {
    runs: await db.run.count(),
    pairs: await db.promptPair.count(),
    sweeps: await db.sweep.count(),
    values: await db.sweepValue.count(),
    effects: await db.effect.count(),
  };
}
const whole = (runs: number) => ({ runs, pairs: runs, sweeps: runs, values: runs, effects: runs });

const entries = async () =>
  (
    await services.db.auditEntry.findMany({
      where: { action: 'deleteAbandoned' },
      orderBy: { createdAt: 'asc' },
    })
  ).map(({ actorId, reason }) => ({ actorId, reason: reason?.replace(/since .*/, 'since') }));

it('deletes runs with all their parts, then guests who have nothing left, and tells how many', async () => {
  await storeGuest('A', 31, 3);
  await storeGuest('B', 29, 2);
  expect(await runPass(services, never)).toMatchObject({ runs: 3, promptSets: 0, guests: 1 });
  expect(await countParts()).toEqual(whole(2));
  expect(await services.db.user.findMany({ select: { id: true } })).toEqual([{ id: 'B' }]);
  expect(await entries()).toEqual([
    { actorId: null, reason: '3 runs, 0 prompt sets, 1 guest deleted; the guests were not seen since' },
  ]);
  expect(await services.db.retentionPass.findMany()).toMatchObject([
    { runs: 3, guests: 1, finishedAt: expect.any(Date) },
  ]);
  // A pass that finds nothing leaves no row and no entry.
  expect(await runPass(services, never)).toEqual({ runs: 0, promptSets: 0, guests: 0 });
  expect(await services.db.retentionPass.count()).toBe(1);
  expect(await entries()).toHaveLength(1);
});

it('deletes nothing of a guest who has rows of every kind but private runs', async () => {
  await services.db.user.create({ data: { id: 'G', name: 'G', seenAt: ago(365) } });
  await storeOwnedRows(services, 'G', 'G');
  // The owner of the notified user's row.
  const before = await countOwnedRows(services, 'G');
  expect(Object.values(before)).toHaveLength(readUserColumns().length);
  await services.db.accessToken.updateMany({ data: { createdAt: ago(365) } });
  await runPass(services, never);
  expect(await countOwnedRows(services, 'G')).toEqual(before);
});

it('goes on after an interruption, and has deleted whole runs until then', async () => {
  await storeGuest('A', 40, 4);
  const stopping = new AbortController();
  for (const id of ['A1', 'A2', 'A3', 'A4']) services.changes.once(id, () => stopping.abort());
  expect(await runPass(services, stopping.signal)).toMatchObject({ runs: 1, guests: 0 });
  expect(await countParts()).toEqual(whole(3));
  expect(await services.db.user.count()).toBe(1);
  expect(await runPass(services, never)).toMatchObject({ runs: 3, guests: 1 });
  expect(await countParts()).toEqual(whole(0));
  expect((await entries()).map(({ reason }) => reason?.slice(0, 6))).toEqual(['1 run,', '3 runs']);
});

it('closes the pass of a process that was killed, with what it had deleted', async () => {
  const killed = { id: 'killed', startedAt: ago(1), seenBefore: ago(31), runs: 7 };
  await services.db.retentionPass.create({ data: killed });
  await runPass(services, never);
  expect(await services.db.retentionPass.findMany()).toMatchObject([
    { id: 'killed', runs: 7, finishedAt: expect.any(Date) },
  ]);
  expect(await entries()).toMatchObject([{ reason: expect.stringMatching(/^7 runs,/) }]);
});

it('keeps what is left of a guest who comes back in the middle', async () => {
  await storeGuest('A', 40, 4);
  const back = new Promise<void>((resolve) => {
    for (const id of ['A1', 'A2', 'A3', 'A4']) {
      services.changes.once(id, () => {
        const cookie = identityCookie('A', services.secret, false).split(';')[0]!;
        void services.ask('{ viewer { id } }', {}, cookie).then(() => resolve());
      });
    }
  });
  const counts = await runPass(services, never);
  await back;
  expect(counts!.runs).toBeGreaterThan(0);
  expect(counts).toMatchObject({ runs: 4 - (await services.db.run.count()) });
  expect(await countParts()).toEqual(whole(4 - counts!.runs));
  // Whoever had everything deleted by then has gone, and becomes a new guest at the next change.
  expect(await services.db.user.count()).toBe(1 - counts!.guests);
  expect(counts!.guests).toBe(counts!.runs === 4 ? counts!.guests : 0);
});

it('keeps all runs of a guest who was found, but came back before the deletion', async () => {
  await storeGuest('A', 40, 2);
  let isBack = false;
  const db = new Proxy(services.db, {
    get(target, name) {
      if (name !== '$queryRaw') return Reflect.get(target, name) as unknown;
      return async (...args: Parameters<Database['$queryRaw']>) => {
        const found = await target.$queryRaw(...args);
        if (!isBack) await target.user.update({ where: { id: 'A' }, data: { seenAt: new Date() } });
        isBack = true;
        return found;
      };
    },
  });
  expect(await runPass({ ...services, db }, never)).toMatchObject({ runs: 0, guests: 0 });
  expect(await countParts()).toEqual(whole(2));
});

it('begins to count with the first pass for guests who were never seen', async () => {
  await storeGuest('A', 0, 1);
  await services.db.user.update({ where: { id: 'A' }, data: { seenAt: null, createdAt: ago(400) } });
  expect(await runPass(services, never)).toMatchObject({ runs: 0, guests: 0 });
  expect(await runPass(services, never, ago(-29))).toMatchObject({ runs: 0 });
  expect(await runPass(services, never, ago(-31))).toMatchObject({ runs: 1, guests: 1 });
});

it('notes the visits of guests, once an hour', async () => {
  await storeGuest('A', 40, 0);
  const cookie = identityCookie('A', services.secret, false).split(';')[0]!;
  const seen = async () => (await services.db.user.findUniqueOrThrow({ where: { id: 'A' } })).seenAt!;
  await services.ask('{ viewer { id } }', {}, cookie);
  await expect.poll(seen).toSatisfy((at: Date) => at > ago(1));
  const first = await seen();
  await services.ask('{ viewer { id } }', {}, cookie);
  await services.ask('{ viewer { id } }', {}, cookie);
  expect(await seen()).toEqual(first);
});

it('shows the administrator what is due and what was deleted, and everybody the days', async () => {
  await storeGuest('A', 31, 2);
  await storeGuest('B', 26, 3);
  const cookie = administratorCookie(services, false).split(';')[0]!;
  const report = `{ administration { retention { days abandonedGuests dueRuns dueRunsInWeek passes { runs guests } } } }`;
  expect((await services.ask(report, {}, cookie)) as object).toMatchObject({
    data: {
      administration: {
        retention: { days: 30, abandonedGuests: 1, dueRuns: 2, dueRunsInWeek: 5, passes: [] },
      },
    },
  });
  await runPass(services, never);
  expect((await services.ask(report, {}, cookie)) as object).toMatchObject({
    data: { administration: { retention: { passes: [{ runs: 2, guests: 1 }] } } },
  });
  expect((await services.ask('{ signInOptions { guestRunDays } }')) as object).toMatchObject({
    data: { signInOptions: { guestRunDays: 30 } },
  });
});

it('runs by schedule where the site keeps runs for some days, in one process at a time', async () => {
  await storeGuest('A', 40, 1);
  const names: string[] = [];
  const runOnce = async (name: string, work: () => Promise<void>): Promise<boolean> => {
    names.push(name);
    await work();
    return true;
  };
  const schedule = scheduleRetention(services, runOnce, { firstMs: 1, everyMs: 1 });
  await expect.poll(() => services.db.run.count()).toBe(0);
  await expect.poll(() => names.length).toBeGreaterThan(1);
  await schedule.stop();
  expect(new Set(names)).toEqual(new Set(['retention']));
  const passes = names.length;
  const config = { ...services.config, guestRunDays: 0 };
  const off = scheduleRetention({ ...services, config }, runOnce, { firstMs: 1, everyMs: 1 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  await off.stop();
  expect(names).toHaveLength(passes);
});
