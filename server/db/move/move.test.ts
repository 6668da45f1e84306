/** A database with runs, findings, comments and blobs is moved to a server and back; needs TEST_DATABASE_URL. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import Libsql from 'libsql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followProgress } from '../../runs/queue/progress';
import { startDispatcher } from '../../runs/queue/dispatcher';
import { createTestDatabase, isOnServer, type TestDatabase } from '../../testing/databases';
import { storeOwnedRows } from '../../testing/owned-rows';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { databasePath } from '../file';
import { restoreBackup } from '../restore';
import { backUpServer, restoreToServer } from './backup';
import { listTableNames } from './tables';
import { copyToSqlite } from './to-sqlite';
import { moveToServer } from './to-server';

const PAIR = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const TEXT = `Zoë's “quoted” \\ 100%_ \u{1f600} ${'x'.repeat(50)}`;

it('knows the table of every model', () => {
  const models = [...readFileSync('prisma/schema.prisma', 'utf8').matchAll(/^model (\w+) \{/gm)];
  expect(listTableNames()).toEqual(models.map(([, name]) => name!).toSorted());
});

describe.skipIf(!isOnServer())('a move', () => {
  let folder: string;
  let original: string;
  const databases: TestDatabase[] = [];

  const createTarget = async (): Promise<string> => {
    const database = await createTestDatabase('');
    databases.push(database);
    return database.url;
  };
  /** A file that nobody has open: the driver keeps files open until its statements are collected. */
  let copies = 0;
  const copyOriginal = (): string => {
    const copy = path.join(folder, `copy-${++copies}.db`);
    copyFileSync(original, copy);
    return copy;
  };
  /** Services over a database that exists. */
  const open = (url: string): Promise<TestServices> => createTestServices({ DATABASE_URL: url }, () => {});

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'patchbay-move-'));
    const source = await createTestServices({}, () => {});
    await fill(source);
    original = path.join(folder, 'original.db');
    new Libsql(databasePath(source.config.databaseUrl)).prepare('VACUUM INTO ?').run(original);
    await source.dispose();
  });
  afterAll(async () => {
    for (const database of databases) await database.release();
    rmSync(folder, { recursive: true, force: true });
  });

  it('copies every row, and the API answers the same', async () => {
    const target = await createTarget();
    const tables = await moveToServer(copyOriginal(), target);
    expect(tables.map(({ name }) => name)).toEqual(listTableNames());
    const empty = tables.filter(({ rows }) => rows === 0).map(({ name }) => name);
    // The others have rows, so that their columns are compared, too.
    expect(empty.length).toBeLessThan(tables.length / 2);
    expect(tables.find(({ name }) => name === 'SweepValue')!.rows).toBeGreaterThan(0);
    const [before, after] = [await open(`file:${copyOriginal()}`), await open(target)];
    try {
      const expected = await askEverything(before);
      expect(JSON.stringify(expected)).toContain(TEXT.slice(0, 4));
      expect(await askEverything(after)).toEqual(expected);
      // Numbers continue, also behind rows that were deleted.
      const { id } = await after.db.verification.create({ data: VERIFICATION });
      expect(id).toBe(3);
    } finally {
      await before.dispose();
      await after.dispose();
    }
  });

  it('is undone by a copy back', async () => {
    const target = await createTarget();
    const moved = await moveToServer(copyOriginal(), target);
    const back = path.join(folder, 'back.db');
    await copyToSqlite(target, back);
    expect(await moveToServer(back, await createTarget(), { isLive: true })).toEqual(moved);
  });

  it('is undone by a backup that SQLite reads, which a server takes, too', async () => {
    const target = await createTarget();
    const moved = await moveToServer(copyOriginal(), target);
    const [backup, dataDir] = [path.join(folder, 'backup.db'), path.join(folder, 'restored')];
    await backUpServer(target, backup, { 'session-secret': 'x'.repeat(32) });
    const again = await createTarget();
    const restored = await restoreToServer(backup, again, { dataDir });
    expect(restored.secrets).toEqual(['session-secret']);
    expect(restored.contents.tables['User']!.rows).toBe(moved.find(({ name }) => name === 'User')!.rows);
    await restoreBackup(backup, { target: path.join(dataDir, 'patchbay.db'), dataDir });
    const [onServer, inFile] = [await open(again), await open(`file:${path.join(dataDir, 'patchbay.db')}`)];
    try {
      expect(await askEverything(inFile)).toEqual(await askEverything(onServer));
    } finally {
      await onServer.dispose();
      await inFile.dispose();
    }
    await expect(restoreToServer(backup, target, { dataDir })).rejects.toThrow('is not empty');
  });

  it('refuses a target with rows, and a source in use unless its state of one moment is asked for', async () => {
    const [target, file] = [await createTarget(), copyOriginal()];
    const site = await open(`file:${file}`);
    try {
      await site.db.user.count();
      await expect(moveToServer(file, target)).rejects.toThrow(/is in use. Stop the site/);
      await moveToServer(file, target, { isLive: true });
    } finally {
      await site.dispose();
    }
    await expect(moveToServer(copyOriginal(), target)).rejects.toThrow(/is not empty: \w+ has rows/);
    await expect(moveToServer(path.join(folder, 'nothing.db'), target)).rejects.toThrow(
      'There is no database',
    );
  });

  it('leaves nothing when it is killed, and does all of it the next time', async () => {
    const [target, file] = [await createTarget(), copyOriginal()];
    const script = `
      import { moveToServer } from './server/db/move/to-server.ts';
      await moveToServer(${JSON.stringify(file)}, ${JSON.stringify(target)}, {
        onTable: ({ name }) => { console.log(name); if (name === 'User') while (true); },
      });`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    for await (const chunk of child.stdout) {
      output += String(chunk);
      if (output.includes('User\n')) break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const client = new pg.Client({ connectionString: target });
    await client.connect();
    const { rows } = await client.query('SELECT COUNT(*)::integer AS "users" FROM "User"');
    await client.end();
    expect(rows).toEqual([{ users: 0 }]);
    expect((await moveToServer(copyOriginal(), target)).length).toBe(listTableNames().length);
  });
});

const VERIFICATION = {
  modelId: 'fake',
  stamp: '1',
  modelSha256: 'x',
  engineVersion: '1',
  provider: 'cpu',
  elapsedMs: 0.1,
  passed: true,
  rows: '[]',
};

/** A computed and published run with comments, and rows of every other kind. */
async function fill(services: TestServices): Promise<void> {
  const dispatcher = startDispatcher(services, services.engine);
  const ask = async (query: string, variables: object, cookie: string | null) => {
    const answer = await services.ask(query, variables, cookie);
    expect(answer.errors).toBeUndefined();
    return answer;
  };
  const input = { model: 'fake', pairs: [PAIR, PAIR], sweeps: ['HEAD_Z', 'RESID_PRE'], edges: true };
  const created = await ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input },
    null,
  );
  const cookie = created.setCookie[0]!.split(';')[0]!;
  const runId = (created.data as { createRun: { id: string } }).createRun.id;
  for await (const { status } of followProgress(services, runId)) expect(status).not.toBe('FAILED');
  await dispatcher.stop();
  const publish = 'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { id } }';
  const finding = { runId, title: `Heads ${TEXT}`, summary: TEXT, tags: ['heads'], claims: ['z[1.2] > 0.3'] };
  const published = await ask(publish, { input: finding }, cookie);
  const findingId = (published.data as { publishFinding: { id: string } }).publishFinding.id;
  const comment =
    'mutation ($findingId: ID!, $text: String!) { addComment(findingId: $findingId, text: $text) { id } }';
  for (const text of [TEXT, 'second']) await ask(comment, { findingId, text }, cookie);
  await services.db.user.create({ data: { id: 'A', name: 'A' } });
  await services.db.user.create({ data: { id: 'owner', name: 'Owner' } });
  await storeOwnedRows(services, 'owner', 'A');
  for (let index = 0; index < 2; index++) await services.db.verification.create({ data: VERIFICATION });
  await services.db.verification.deleteMany({ where: { id: 2 } });
}

const RUN = `id createdAt status sweeps { kind shape values data top(k: 5) { layer head recovery logitDiff } }
  pairs { clean corrupted cleanTokens { id text } }`;

/** What the site shows of runs, findings and comments. */
async function askEverything(services: TestServices): Promise<unknown> {
  const { data, errors } = await services.ask(`{
    findings(first: 20) { edges { cursor node { id slug createdAt title summary tags claims { text verdicts { verdict } } run { ${RUN} }
      comments(first: 10) { edges { node { id createdAt text tree author { id name } } } } starCount commentCount } } }
    found: findings(first: 20, search: "quoted L1H2 > 0.01") { edges { node { slug } } }
    runs(first: 20) { edges { node { id title } } }
    collections(first: 20) { edges { node { id title } } }
    findingFilters { total models { value count } tags { value count } authors { value label count } }
  }`);
  expect(errors).toBeUndefined();
  return data;
}
