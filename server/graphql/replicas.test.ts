/** Two web servers on one database: what each checks before it writes holds for both together. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adoptGuest } from '../ownership/adopt-guest';
import { startDispatcher } from '../runs/queue/dispatcher';
import { followProgress } from '../runs/queue/progress';
import { claimRun } from '../runs/queue/transitions';
import { storeOwnedRows } from '../testing/owned-rows';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, type TestServices } from '../testing/test-services';

const PAIR = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const INPUT = { model: 'fake', pairs: [PAIR], sweeps: ['HEAD_Z'] };

let servers: readonly [TestServices, TestServices];

beforeEach(async () => {
  const first = await createTestServices();
  const env = { DATABASE_URL: first.config.databaseUrl, SESSION_SECRET: first.secret };
  servers = [first, await createTestServices(env, () => {})];
});
afterEach(async () => {
  await servers[1].dispose();
  await servers[0].dispose();
});

/** Sends requests to the two servers in turn, all at once. */
const race = <T>(count: number, send: (server: TestServices, index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => send(servers[index % 2]!, index)));

const readCode = ({ errors }: { errors?: unknown }): unknown =>
  (errors as { extensions: { code: string } }[] | undefined)?.[0]?.extensions.code;

/** A published finding of somebody. */
async function publish(): Promise<{ id: string; cookie: string }> {
  const [server] = servers;
  const dispatcher = startDispatcher(server, server.engine);
  const created = await server.ask(CREATE, { input: INPUT });
  const cookie = created.setCookie[0]!.split(';')[0]!;
  const runId = (created.data as { createRun: { id: string } }).createRun.id;
  for await (const { status } of followProgress(server, runId)) expect(status).not.toBe('FAILED');
  await dispatcher.stop();
  const published = await server.ask(
    'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { id } }',
    { input: { runId, title: 'Name movers', summary: 'Heads.', tags: [] } },
    cookie,
  );
  expect(published.errors).toBeUndefined();
  return { id: (published.data as { publishFinding: { id: string } }).publishFinding.id, cookie };
}

describe('two servers', () => {
  it('accept as many runs of one owner as the quota says', async () => {
    const first = await servers[0].ask(CREATE, { input: INPUT });
    const cookie = first.setCookie[0]!.split(';')[0]!;
    const answers = await race(26, (server) =>
      server.ask(CREATE, { input: { ...INPUT, recompute: true } }, cookie),
    );
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(19);
    expect(new Set(answers.map(readCode))).toEqual(new Set([undefined, 'QUOTA_EXCEEDED']));
    expect(await servers[0].db.run.count()).toBe(20);
  });

  it('start one replication of a user', async () => {
    const { id, cookie } = await publish();
    const replicate = 'mutation ($id: ID!) { replicateFinding(findingId: $id) { id } }';
    const answers = await race(6, (server) => server.ask(replicate, { id }, cookie));
    expect(answers.map(readCode)).toEqual(answers.map(() => undefined));
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(await servers[0].db.evidence.count()).toBe(1);
  });

  it('make one version of edits of the same version', async () => {
    const { id, cookie } = await publish();
    const edit = 'mutation ($input: EditFindingInput!) { editFinding(input: $input) { version } }';
    const answers = await race(6, (server, index) =>
      server.ask(edit, { input: { findingId: id, title: `Title ${index}`, version: 1 } }, cookie),
    );
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    expect(new Set(answers.map(readCode))).toEqual(new Set([undefined, 'CONFLICT']));
    const versions = await servers[0].db.findingVersion.findMany({ orderBy: { number: 'asc' } });
    expect(versions.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('give each run to one of them', async () => {
    const [server] = servers;
    await storeFakeModel(server);
    await storeRuns(server, ['A1', 'A2', 'A3']);
    for (const id of ['A1', 'A2', 'A3']) {
      const leases = await race(8, ({ db }) => claimRun(db, id, 10_000));
      expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
    }
    const holders = await server.db.run.findMany({ select: { leaseHolder: true } });
    expect(new Set(holders.map(({ leaseHolder }) => leaseHolder)).size).toBe(3);
  });

  it('move what two guests have to one account', async () => {
    const [{ db }] = servers;
    await storeFakeModel(servers[0]);
    const guests = ['gA', 'gB'];
    for (const id of [...guests, 'account', 'A', 'B']) await db.user.create({ data: { id, name: id } });
    await db.userAccount.create({ data: { id: 'account', email: 'a@example.org', name: 'account' } });
    await storeOwnedRows(servers[0], 'gA', 'A');
    await storeOwnedRows(servers[0], 'gB', 'B');
    // Both have starred both findings, and each guest is adopted twice at once.
    await db.star.createMany({
      data: [
        { findingId: 'A1', userId: 'gB' },
        { findingId: 'B1', userId: 'gA' },
      ],
    });
    await race(4, (server, index) => adoptGuest(server.db, guests[index >> 1]!, 'account'));
    expect(await db.user.findMany({ where: { id: { in: guests } } })).toEqual([]);
    expect(await db.run.count({ where: { ownerId: 'account' } })).toBe(6);
    expect(
      await db.star.findMany({ where: { userId: 'account' }, orderBy: { findingId: 'asc' } }),
    ).toMatchObject([{ findingId: 'A1' }, { findingId: 'B1' }]);
  });

  it('publish a run once, and give two collections of one title addresses of their own', async () => {
    const { cookie } = await publish();
    const create = `mutation ($title: String!) { createCollection(input: { title: $title, visibility: PUBLIC, items: [] }) { slug } }`;
    const answers = await race(6, (server) => server.ask(create, { title: 'A list' }, cookie));
    expect(answers.map(readCode)).toEqual(answers.map(() => undefined));
    const slugs = (await servers[0].db.collection.findMany()).map(({ slug }) => slug);
    expect(new Set(slugs).size).toBe(6);
    expect(slugs).toContain('a-list');
  });
});
