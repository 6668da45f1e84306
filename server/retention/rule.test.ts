/** What the retention rule keeps and what it deletes: a row of a table for each reason. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readUserColumns, storeJointPatch } from '../testing/owned-rows';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, type TestServices } from '../testing/test-services';
import { SEED_AUTHOR } from '../gallery/seed-author';
import { DELETIONS } from './deletions';
import { runPass } from './pass';
import { KEEPING_COLUMNS, OWN_COLUMNS, readRule } from './rule';

const DAY_MS = 24 * 3_600_000;
const NOW = new Date('2026-11-27T12:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * DAY_MS);

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices({ GUEST_RUN_RETENTION_DAYS: '90', ADMINISTRATORS: 'appointed,other' });
  await storeFakeModel(services);
  await services.db.user.create({ data: { id: 'member', name: 'Member' } });
  await services.db.userAccount.create({ data: { id: 'member', email: 'm@example.org', name: 'Member' } });
});
afterAll(() => services.dispose());

let rows = 0;

/** A guest who was last here 200 days ago, with a private run that has ended. */
async function storeGuest(id = `guest-${++rows}`): Promise<{ guest: string; run: string }> {
  const run = `X-${id}`;
  await services.db.user.create({ data: { id, name: 'Guest', seenAt: daysAgo(200) } });
  await storeRuns(services, [run], { status: 'SUCCEEDED' });
  await services.db.run.update({
    where: { id: run },
    data: { ownerId: id, visibility: 'PRIVATE', createdAt: daysAgo(201) },
  });
  return { guest: id, run };
}

async function storeFinding(runId: string, ownerId: string, id: string): Promise<void> {
  const texts = { title: 'A title', summary: 'x', card: '{}', text: 'x' };
  await services.db.finding.create({ data: { id, slug: id, runId, ownerId, ...texts } });
}

async function storeOtherRun(id: string, data: object): Promise<void> {
  await storeRuns(services, [id], { status: 'SUCCEEDED' });
  await services.db.run.update({ where: { id }, data });
}

/** What is special about a guest and its run, and whether the run stays. */
type Arrange = (ids: { guest: string; run: string }) => Promise<unknown>;
const RUNS: readonly (readonly [what: string, expected: 'kept' | 'deleted', arrange: Arrange])[] = [
  ['is private, and its guest left long ago', 'deleted', async () => {}],
  [
    'failed',
    'deleted',
    ({ run: id }) => services.db.run.update({ where: { id }, data: { status: 'FAILED' } }),
  ],
  [
    'was cancelled',
    'deleted',
    ({ run: id }) => services.db.run.update({ where: { id }, data: { status: 'CANCELLED' } }),
  ],
  ['waits', 'kept', ({ run: id }) => services.db.run.update({ where: { id }, data: { status: 'QUEUED' } })],
  [
    'is computed',
    'kept',
    ({ run: id }) => services.db.run.update({ where: { id }, data: { status: 'RUNNING' } }),
  ],
  [
    'is unlisted: its address may have been given away',
    'kept',
    ({ run: id }) => services.db.run.update({ where: { id }, data: { visibility: 'UNLISTED' } }),
  ],
  [
    'is public',
    'kept',
    ({ run: id }) => services.db.run.update({ where: { id }, data: { visibility: 'PUBLIC' } }),
  ],
  [
    'was made lately',
    'kept',
    ({ run: id }) => services.db.run.update({ where: { id }, data: { createdAt: daysAgo(80) } }),
  ],
  [
    'belongs to a guest who was here 91 days ago',
    'deleted',
    ({ guest: id }) => services.db.user.update({ where: { id }, data: { seenAt: daysAgo(91) } }),
  ],
  [
    'belongs to a guest who was here 90 days ago, to the hour',
    'kept',
    ({ guest: id }) => services.db.user.update({ where: { id }, data: { seenAt: daysAgo(90) } }),
  ],
  [
    'belongs to a guest whose token was used lately',
    'kept',
    ({ guest }) =>
      services.db.accessToken.create({
        data: { userId: guest, name: 'x', hash: guest, createdAt: daysAgo(300), lastUsedAt: daysAgo(3) },
      }),
  ],
  [
    'belongs to a guest whose token was used long ago',
    'deleted',
    ({ guest }) =>
      services.db.accessToken.create({
        data: { userId: guest, name: 'x', hash: guest, createdAt: daysAgo(300), lastUsedAt: daysAgo(200) },
      }),
  ],
  [
    'belongs to a guest who signed up',
    'kept',
    ({ guest: id }) =>
      services.db.userAccount.create({ data: { id, email: `${id}@example.org`, name: 'x' } }),
  ],
  [
    'belongs to a deleted user',
    'kept',
    ({ guest: id }) => services.db.user.update({ where: { id }, data: { deletedAt: daysAgo(150) } }),
  ],
  ['has a finding', 'kept', ({ run, guest }) => storeFinding(run, guest, `f-${guest}`)],
  [
    'is a further run of a finding',
    'kept',
    async ({ run, guest }) => {
      await storeOtherRun(`M-${guest}`, {});
      await storeFinding(`M-${guest}`, 'member', `f-${guest}`);
      await services.db.findingRun.create({
        data: { findingId: `f-${guest}`, runId: run, index: 0, label: 'x' },
      });
    },
  ],
  [
    'is evidence for a finding',
    'kept',
    async ({ run, guest }) => {
      await storeOtherRun(`M-${guest}`, {});
      await storeFinding(`M-${guest}`, 'member', `f-${guest}`);
      await services.db.evidence.create({
        data: {
          id: `e-${guest}`,
          findingId: `f-${guest}`,
          runId: run,
          creatorId: 'member',
          stance: 'SUPPORTS',
        },
      });
    },
  ],
  [
    'has a verdict on a claim',
    'kept',
    async ({ run, guest }) => {
      await storeOtherRun(`M-${guest}`, {});
      await storeFinding(`M-${guest}`, 'member', `f-${guest}`);
      await services.db.claim.create({
        data: { id: `c-${guest}`, findingId: `f-${guest}`, index: 0, text: 'x' },
      });
      await services.db.claimVerdict.create({
        data: { claimId: `c-${guest}`, runId: run, verdict: 'SUPPORTED' },
      });
    },
  ],
  ['has a joint patch of somebody else', 'kept', ({ run }) => storeJointPatch(services, 'member', run)],
  ['has a joint patch of its guest', 'deleted', ({ run, guest }) => storeJointPatch(services, guest, run)],
  ['has a circuit of somebody else', 'kept', ({ run }) => storeCircuit(run, 'member')],
  ['has a circuit of its guest', 'deleted', ({ run, guest }) => storeCircuit(run, guest)],
  [
    'was forked by somebody else',
    'kept',
    ({ run, guest }) =>
      storeOtherRun(`M-${guest}`, { ownerId: 'member', visibility: 'PRIVATE', forkedFromId: run }),
  ],
  [
    'was copied by somebody else',
    'kept',
    ({ run, guest }) =>
      storeOtherRun(`M-${guest}`, { ownerId: 'member', visibility: 'PRIVATE', copiedFromId: run }),
  ],
  [
    'has an unlisted fork of its guest',
    'kept',
    ({ run, guest }) =>
      storeOtherRun(`M-${guest}`, { ownerId: guest, visibility: 'UNLISTED', forkedFromId: run }),
  ],
  [
    'has a private fork of its guest',
    'deleted',
    ({ run, guest }) =>
      storeOtherRun(`M-${guest}`, {
        ownerId: guest,
        visibility: 'PRIVATE',
        createdAt: daysAgo(201),
        forkedFromId: run,
      }),
  ],
];

async function storeCircuit(runId: string, creatorId: string): Promise<void> {
  const columns = {
    name: 'x',
    nodes: '[]',
    side: 'CLEAN',
    scope: 'HEADS',
    value: 'ZERO',
    metric: 'logit_diff',
  };
  const id = `${creatorId} ${runId}`;
  await services.db.circuit.create({
    data: { id, runId, creatorId, ...columns, engineVersion: '1', results: '{}' },
  });
}

describe('a run that', () => {
  it.each(RUNS)('%s is %s', async (_, expected, arrange) => {
    const ids = await storeGuest();
    await arrange(ids);
    const rule = readRule(services.config, NOW)!;
    const found = await services.db.$queryRaw<{ id: string }[]>(DELETIONS[0]!.find(rule, [ids.guest], 10));
    // Whether its guest is abandoned is asked before, and again by the deletion.
    if (expected === 'deleted') expect(found.map(({ id }) => id)).toContain(ids.run);
    const removed = await services.db.$executeRaw(DELETIONS[0]!.remove(rule, ids.run));
    expect(removed).toBe(expected === 'deleted' ? 1 : 0);
    expect(await services.db.run.count({ where: { id: ids.run } })).toBe(expected === 'kept' ? 1 : 0);
    expect(await services.db.promptPair.count({ where: { runId: ids.run } })).toBe(
      expected === 'kept' ? 1 : 0,
    );
  });
});

describe('users without an account who stay', () => {
  it.each([
    ['an administrator that the operator named', 'appointed'],
    ['the author of the first findings', SEED_AUTHOR.id],
  ])('%s', async (_, id) => {
    const { run } = await storeGuest(id);
    await runPass(services, new AbortController().signal, NOW);
    expect(await services.db.run.count({ where: { id: run } })).toBe(1);
    expect(await services.db.user.count({ where: { id } })).toBe(1);
  });
});

describe('a prompt set that', () => {
  const store = async (ownerId: string, visibility: string): Promise<string> => {
    const id = `set-${ownerId}`;
    await services.db.promptSet.create({
      data: { id, ownerId, visibility, text: 'x', createdAt: daysAgo(201) },
    });
    return id;
  };
  it.each([
    ['is private goes with the runs that used it', 'PRIVATE', 'PRIVATE', 0],
    ['is public stays', 'PUBLIC', 'PRIVATE', 1],
    ['is unlisted stays', 'UNLISTED', 'PRIVATE', 1],
    ['was used by a run that stays, stays too', 'PRIVATE', 'UNLISTED', 1],
  ])('%s', async (_, ofSet, ofRun, left) => {
    const { guest, run } = await storeGuest();
    const id = await store(guest, ofSet);
    await services.db.run.update({ where: { id: run }, data: { promptSetId: id, visibility: ofRun } });
    await runPass(services, new AbortController().signal, NOW);
    expect(await services.db.promptSet.count({ where: { id } })).toBe(left);
    expect(await services.db.run.count({ where: { id: run } })).toBe(ofRun === 'PRIVATE' ? 0 : 1);
  });
});

it('has decided on every column that refers to a user', () => {
  const decided = [...KEEPING_COLUMNS, ...OWN_COLUMNS].toSorted();
  expect(decided).toEqual(
    readUserColumns()
      .map(({ model, column }) => `${model}.${column}`)
      .toSorted(),
  );
});

it('keeps everything where the days are 0', () => {
  expect(readRule({ guestRunDays: 0, administrators: [] }, NOW)).toBeNull();
});
