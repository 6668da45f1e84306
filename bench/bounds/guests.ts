/** Many guests with a few runs each: times of their creation, of pages and lists, and of the deletion of those who no longer come. */
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../server/db';
import { databasePath } from '../../server/db/file';
import { runPass } from '../../server/retention/pass';
import { latencyColumns } from '../statistics';
import { loadPage, makeSender, sendOrFail, type Sender } from './client';
import { computeSome } from './computed-runs';
import { openSqliteBulk } from './effects/bulk';
import { copyRunsToOwners } from './owned-copies';
import { RAISED_LIMITS, startBoundsSite } from './site';

const RUNS_EACH = 3;
const AT_ONCE = 16;
const REPEATS = 40;
/** Days without a visit of every second guest. */
const GONE_DAYS = 120;

const NAME = 'mutation ($name: String!) { renameViewer(name: $name) { id } }';
const MINE =
  '{ runs(first: 30, mine: true) { edges { node { id status title topEffect { label recovery } baseline { gapMean } } } } }';
const ALL =
  '{ runs(first: 30) { edges { node { id status owner { name } topEffect { label recovery } } } } }';

/** Creates `count` guests through the API, and gives each three copies of computed runs. */
export async function benchGuests(count: number): Promise<void> {
  const site = await startBoundsSite(RAISED_LIMITS);
  const { url, databaseUrl } = site;
  const db = openDatabase(databaseUrl);
  try {
    await computeSome(url, RUNS_EACH);
    const senders = Array.from({ length: count }, (_, index) => makeSender(index));
    const creation = await createGuests(url, senders);
    const part = Math.max(1, Math.floor(count / 10));
    const rows = [
      { what: `creation of a guest, the first ${part}`, ...latencyColumns(creation.slice(0, part)) },
      { what: `creation of a guest, the last ${part}`, ...latencyColumns(creation.slice(-part)) },
    ];
    const bulk = openSqliteBulk(databasePath(databaseUrl));
    await copyRunsToOwners(bulk, RUNS_EACH);
    await bulk.close();
    // The copies held this thread; connections that the server has closed meanwhile are noticed first.
    await sleep(1000);
    const time = async (what: string, request: (turn: number) => Promise<unknown>): Promise<void> => {
      await request(0);
      const times: number[] = [];
      for (let turn = 1; turn <= REPEATS; turn++) {
        const began = performance.now();
        await request(turn);
        times.push(performance.now() - began);
      }
      rows.push({ what, ...latencyColumns(times) });
    };
    const someone = (turn: number): Sender => senders[(turn * 97) % count]!;
    await time('list of own runs (API)', (turn) => sendOrFail(url, someone(turn), MINE));
    await time('list of all public runs (API)', (turn) => sendOrFail(url, someone(turn), ALL));
    await time('page of own runs', (turn) => loadPage(`${url}/runs?mine=1`, someone(turn)));
    await time('page of the gallery', (turn) => loadPage(url, someone(turn)));
    await time('page of the account', (turn) => loadPage(`${url}/account`, someone(turn)));
    console.log(`\n${count} guests with ${RUNS_EACH} runs each, ${await db.run.count()} runs in all:`);
    console.table(rows);
    await measureRetention(db, () => sendOrFail(url, someone(1), MINE));
  } finally {
    await db.$disconnect();
    await site.stop();
  }
}

async function createGuests(url: string, senders: readonly Sender[]): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < senders.length) {
      const index = next++;
      const began = performance.now();
      await sendOrFail(url, senders[index]!, NAME, { name: `Guest number ${index}` });
      times[index] = performance.now() - began;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return times;
}

/** A pass in this process over the database of the running site, while somebody reads. */
async function measureRetention(
  db: ReturnType<typeof openDatabase>,
  read: () => Promise<unknown>,
): Promise<void> {
  const gone = new Date(Date.now() - GONE_DAYS * 24 * 3_600_000);
  const ids = (
    await db.user.findMany({ where: { account: null }, select: { id: true }, orderBy: { id: 'asc' } })
  )
    .filter((_, index) => index % 2 === 0)
    .map(({ id }) => id);
  for (let from = 0; from < ids.length; from += 1000) {
    const some = ids.slice(from, from + 1000);
    await db.user.updateMany({ where: { id: { in: some } }, data: { seenAt: gone } });
    await db.run.updateMany({ where: { ownerId: { in: some } }, data: { createdAt: gone } });
  }
  const began = performance.now();
  const times: number[] = [];
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      const from = performance.now();
      await read();
      times.push(performance.now() - from);
    }
  })();
  const config = { guestRunDays: 90, administrators: [] };
  const counts = await runPass({ db, config, changes: new EventEmitter() }, new AbortController().signal);
  isOver = true;
  await reading;
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `retention, ${ids.length} guests gone for ${GONE_DAYS} days: ${JSON.stringify(counts)} in ${seconds.toFixed(0)} s`,
  );
  console.table([{ what: 'list of own runs meanwhile', ...latencyColumns(times) }]);
}
