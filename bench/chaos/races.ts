/** Two of everything at the same time: what must happen once happens once. */
import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startServer, stopServer } from '../../scripts/production-server';
import { openDatabase } from '../../server/db';
import { createDatabaseCheck } from '../../server/start/readiness';
import { createRandom, type Random } from '../site/random';
import type { Result } from './client';
import type { Ground, Person } from './load';
import * as operations from './operations';
import { send } from './part';
import type { Site } from './site';

export interface RaceContext {
  readonly ground: Ground;
  /** Has an own identity: what it stores is not in the ledger. */
  readonly racer: Person;
  readonly seed: number;
  /** Called with the ids of runs and evidence that the race has stored. */
  readonly onStored: (id: string) => void;
}

type Race = (site: Site, context: RaceContext) => Promise<string[]>;

/** Each returns what it has found. */
export const RACES: Readonly<Record<string, Race>> = {
  'race-submit': raceSubmissions,
  'race-edit': raceEditors,
  'race-replicate': raceReplications,
  'race-cancel': raceCancellations,
  'race-start': raceStarts,
  'race-web': raceWebServers,
};

/** Sends an operation twice at once, to different web servers where there are several. */
function twice<T>(
  site: Site,
  { racer }: RaceContext,
  query: string,
  variables: object,
  keys: readonly [string, string],
): Promise<Result<T>[]> {
  return Promise.all(
    keys.map((key, at) =>
      racer.client.askOnce<T>(site.addresses[at % site.addresses.length]!, query, variables, key),
    ),
  );
}

/** Two equal submissions: by one client who tries again, and by a double click. */
async function raceSubmissions(site: Site, context: RaceContext): Promise<string[]> {
  const { ground, onStored } = context;
  const found: string[] = [];
  const generateId = ({ createRun }: { createRun: { id: string } }): string => createRun.id;
  const key = randomUUID();
  const input = ground.experiments[0]!;
  const retried = readDone(
    await twice<{ createRun: { id: string } }>(site, context, operations.CREATE_RUN, { input }, [key, key]),
  );
  for (const data of retried) onStored(generateId(data));
  if (new Set(retried.map(generateId)).size > 1)
    found.push('a submission that was sent twice with one key made two runs');
  const stored = new Set((await site.db.run.findMany({ select: { id: true } })).map(({ id }) => id));
  const clicked = readDone(
    await twice<{ createRun: { id: string } }>(
      site,
      context,
      operations.CREATE_RUN,
      { input: { ...input, recompute: false } },
      [randomUUID(), randomUUID()],
    ),
  );
  for (const data of clicked) onStored(generateId(data));
  // They may be answered by different stored runs: the run from before succeeds between them.
  const made = new Set(clicked.map(generateId).filter((id) => !stored.has(id)));
  if (made.size > 1) found.push('two equal submissions made two runs');
  const text = `Raced ${randomUUID()}`;
  const variables = { finding: ground.findings[0]!, text };
  await twice(site, context, operations.COMMENT, variables, [key, key]);
  const count = await site.db.comment.count({ where: { text } });
  if (count !== 1) found.push(`a comment that was sent twice with one key is stored ${count} times`);
  return found;
}

/** Two editors of one version: one of them wins, and the other one is told so. */
async function raceEditors(site: Site, context: RaceContext): Promise<string[]> {
  const { client } = context.racer;
  const [created] = readDone([
    await client.ask<{ createCollection: { id: string; version: number } }>(operations.CREATE_COLLECTION, {
      title: 'Raced',
    }),
  ]);
  if (!created) return [];
  const { id, version } = created.createCollection;
  const titles = ['One', 'Other'];
  const results = await Promise.all(
    titles.map((title, at) =>
      client.askOnce<{ saveCollection: { version: number } }>(
        site.addresses[at % site.addresses.length]!,
        operations.SAVE_COLLECTION,
        { input: { id, version, title, visibility: 'PUBLIC', items: [] } },
        randomUUID(),
      ),
    ),
  );
  const winners = results.flatMap(({ type }, at) => (type === 'done' ? [titles[at]!] : []));
  const stored = await site.db.collection.findUniqueOrThrow({ where: { id } });
  const found: string[] = [];
  if (winners.length > 1) found.push('two editors of one version of a collection both saved it');
  if (winners.length === 1 && stored.title !== winners[0])
    found.push(`the collection is '${stored.title}', and '${winners[0]}' was saved`);
  const losers = results.filter(
    (result) => result.type === 'refused' && !['CONFLICT', 'DATABASE_UNAVAILABLE'].includes(result.code),
  );
  if (losers.length > 0) found.push(`an editor was refused with ${JSON.stringify(losers[0])}`);
  return found;
}

/** Two replications of one finding by one user: one of them is stored. */
async function raceReplications(site: Site, context: RaceContext): Promise<string[]> {
  const { ground, racer, seed, onStored } = context;
  const finding = createRandom(seed).pick(ground.findings);
  const results = readDone(
    await twice<{ replicateFinding: { id: string; run: { id: string } } }>(
      site,
      context,
      operations.REPLICATE,
      { finding },
      [randomUUID(), randomUUID()],
    ),
  );
  for (const { replicateFinding } of results) {
    onStored(replicateFinding.id);
    onStored(replicateFinding.run.id);
  }
  const active = await site.db.evidence.count({
    where: { creatorId: racer.id, findingId: finding, run: { status: { in: ['QUEUED', 'RUNNING'] } } },
  });
  return active > 1 ? [`${active} replications of one finding by one user are under way`] : [];
}

/** Cancels and deletes a run while it is computed, and submits its experiment again at the same time. */
async function raceCancellations(site: Site, context: RaceContext): Promise<string[]> {
  const { ground, racer, seed, onStored } = context;
  const random: Random = createRandom(seed);
  const input = ground.experiments[operations.SET_EXPERIMENT]!;
  const [created] = readDone([
    await racer.client.ask<{ createRun: { id: string } }>(operations.CREATE_RUN, { input }),
  ]);
  if (!created) return [];
  const { createRun } = created;
  onStored(createRun.id);
  await sleep(random.index(1500));
  const address = (at: number) => site.addresses[at % site.addresses.length]!;
  const variables = { id: createRun.id };
  const [, , again] = await Promise.all([
    racer.client.askOnce(address(0), operations.CANCEL, variables, randomUUID()),
    racer.client.askOnce(
      address(1),
      random.next() < 0.5 ? operations.CANCEL : operations.DELETE_RUN,
      variables,
      randomUUID(),
    ),
    racer.client.askOnce<{ createRun: { id: string } }>(
      address(1),
      operations.CREATE_RUN,
      { input },
      randomUUID(),
    ),
  ]);
  if (again.type === 'done') onStored(again.data.createRun.id);
  const left = await site.db.run.findUnique({ where: { id: createRun.id } });
  if (left && ['QUEUED', 'RUNNING'].includes(left.status)) {
    // Refused by a fault before: the client would ask again.
    await racer.client.ask(operations.CANCEL, variables);
  }
  return [];
}

/** First starts of several servers on one new database, one of which is killed: the database is whole afterwards. */
async function raceStarts(site: Site, { seed }: RaceContext): Promise<string[]> {
  const random = createRandom(seed);
  const name = `start_${seed}`;
  const env = await createEmptyDatabase(site, name);
  const url = env['DATABASE_URL'] ?? `file:${path.join(env['DATA_DIR']!, 'patchbay.db')}`;
  const start = (): ChildProcess => {
    const log = openSync(path.join(site.folder, 'migrate.log'), 'a');
    return spawn(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts'], {
      env: { ...process.env, ...env, LOG_LEVEL: 'error' },
      stdio: ['ignore', log, log],
    });
  };
  const readCode = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  const starts = [start(), start(), start()];
  const codes = starts.map(readCode);
  await sleep(500 + random.index(1500));
  send(starts[0]!.pid!, 'SIGKILL');
  const [, second, third] = await Promise.all(codes);
  const found: string[] = [];
  if (second !== 0 || third !== 0)
    found.push(`first starts at once ended with ${second} and ${third}, not 0`);
  const db = openDatabase(url);
  const reason = await createDatabaseCheck(db)();
  await db.$disconnect();
  if (reason !== null) found.push(`after first starts at once: ${reason}`);
  return found;
}

/** A second web server on the same SQLite file for a while, which is then killed. */
async function raceWebServers(site: Site, context: RaceContext): Promise<string[]> {
  const port = await freePort();
  const log = openSync(path.join(site.folder, 'second-web.log'), 'a');
  const server = await startServer(port, site.env, ['ignore', log, log]);
  const input = context.ground.experiments[0]!;
  const address = { web: 'second-web', url: `http://127.0.0.1:${port}` };
  const result = await context.racer.client.askOnce<{ createRun: { id: string } }>(
    address,
    operations.CREATE_RUN,
    { input },
    randomUUID(),
  );
  if (result.type === 'done') context.onStored(result.data.createRun.id);
  await sleep(createRandom(context.seed).index(2000));
  await stopServer(server);
  return result.type === 'done' || (result.type === 'refused' && result.code === 'DATABASE_UNAVAILABLE')
    ? []
    : [`a second web server on one file answered ${JSON.stringify(result)}`];
}

async function createEmptyDatabase(site: Site, name: string): Promise<Record<string, string>> {
  const folder = path.join(site.folder, name);
  mkdirSync(folder, { recursive: true });
  if (!site.postgresql) return { DATA_DIR: folder };
  await site.db.$executeRawUnsafe(`CREATE DATABASE "${name}"`);
  return { DATA_DIR: folder, DATABASE_URL: site.postgresql.url(name) };
}

function readDone<T>(results: readonly Result<T>[]): T[] {
  return results.flatMap((result) => (result.type === 'done' ? [result.data] : []));
}
