/**
 * Many open subscriptions from few addresses: what the default limits answer, whether every event reaches all, how late, and how many
 * statements of the database an event costs.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { latencyColumns } from '../statistics';
import { largestExperiment, smallExperiment } from '../experiments';
import { makeSender, sendOrFail } from './client';
import { computeSome } from './computed-runs';
import { METRICS_TOKEN, readStatements } from './metrics';
import { RAISED_LIMITS, startBoundsSite } from './site';
import { openStream, readStream } from './stream';

const ADDRESSES = 4;
const EVENTS = 40;
const PATIENCE_MS = 600_000;
const FEW = 10;

const PUBLISH = `mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { id } }`;
const STAR = 'mutation ($id: ID!) { starFinding(findingId: $id) { id } }';
const UNSTAR = 'mutation ($id: ID!) { unstarFinding(findingId: $id) { id } }';
const ACTIVITY = 'subscription ($id: ID!) { findingActivity(findingId: $id) { kind } }';
const PROGRESS = 'subscription ($id: ID!) { runProgress(id: $id) { status fraction } }';
const CANCEL = 'mutation ($id: ID!) { cancelRun(id: $id) { id } }';
const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';

/** How long a web server may keep connections that nobody uses, in ms. */
const CLOSE_MS = 60_000;

/** Opens `count` subscriptions at once. */
export async function benchSubscriptions(count: number): Promise<void> {
  await showDefaultLimits();
  const site = await startBoundsSite({
    ...RAISED_LIMITS,
    METRICS_TOKEN,
    RATE_LIMIT_STREAMS_PER_ADDRESS: String(Math.ceil(count / ADDRESSES)),
    RATE_LIMIT_STREAMS: String(count + FEW),
  });
  const { url } = site;
  try {
    const id = await publishFinding(url);
    const { web: atRest } = await site.readFootprint();
    const rows = [];
    for (const followers of [FEW, count]) {
      rows.push(await followFinding(url, id, followers));
      rows.push(await followComputation(url, followers));
    }
    console.log(`\nsubscriptions to the same thing from ${ADDRESSES} addresses:`);
    console.table(rows);
    const left = performance.now();
    let { web, heapMegabytes } = await site.readFootprint();
    // Connections without a stream stay open for some seconds, for further requests.
    while (web.descriptors > atRest.descriptors + FEW && performance.now() - left < CLOSE_MS) {
      await sleep(1000);
      ({ web, heapMegabytes } = await site.readFootprint());
    }
    const seconds = ((performance.now() - left) / 1000).toFixed(0);
    console.log(
      `${seconds} s after all have left: ${web.descriptors} descriptors, ${atRest.descriptors} before, heap ${heapMegabytes.toFixed(0)} MB, RSS ${web.megabytes.toFixed(0)} MB`,
    );
  } finally {
    await site.stop();
  }
}

/** Followers of a finding, which is starred and unstarred; the time is from the mutation to the event. */
async function followFinding(url: string, id: string, followers: number) {
  const leaving = new AbortController();
  const arrived: number[][] = Array.from({ length: followers }, () => []);
  let states = 0;
  let failed = 0;
  const streams = arrived.map((times, index) =>
    readStream(
      url,
      makeSender(index % ADDRESSES),
      ACTIVITY,
      { id },
      {
        signal: leaving.signal,
        onEvent: (data) => (data.includes('STATE') ? states++ : times.push(performance.now())),
      },
    ).catch(() => (leaving.signal.aborted ? 0 : failed++)),
  );
  await until(() => states + failed === followers);
  const fan = makeSender(61_000);
  const before = await readStatements(url);
  const late: number[] = [];
  let lost = 0;
  for (let event = 0; event < EVENTS; event++) {
    const sent = performance.now();
    await sendOrFail(url, fan, event % 2 === 0 ? STAR : UNSTAR, { id });
    await until(() => arrived.every((times) => times.length > event)).catch(() => {});
    for (const times of arrived) {
      const at = times[event];
      if (at === undefined) lost++;
      else late.push(at - sent);
    }
  }
  const statements = (await readStatements(url)) - before;
  leaving.abort();
  await Promise.all(streams);
  return {
    what: 'star of a finding',
    followers,
    refused: failed,
    events: EVENTS,
    lost,
    ...latencyColumns(late),
    'statements an event': (statements / EVENTS).toFixed(1),
  };
}

/** Followers of a run that is computed: each must see its end. */
async function followComputation(url: string, followers: number) {
  const owner = makeSender(62_000);
  const create = async (input: object): Promise<{ id: string }> =>
    (await sendOrFail<{ createRun: { id: string } }>(url, owner, CREATE, { input })).createRun;
  // The run waits behind a long one until all follow it.
  const before = await create({ ...largestExperiment(), recompute: true });
  const run = await create({ ...smallExperiment(7), recompute: true });
  const ends: number[] = [];
  let [failed, opened, events] = [0, 0, 0];
  const streams = Array.from({ length: followers }, (_, index) => {
    let isOpen = false;
    return readStream(url, makeSender(index % ADDRESSES), PROGRESS, run, {
      onEvent(data) {
        events++;
        if (!isOpen) opened++;
        isOpen = true;
        if (data.includes('SUCCEEDED')) ends.push(performance.now());
      },
    }).catch(() => failed++);
  });
  await until(() => opened + failed === followers);
  const [statements, sent] = [await readStatements(url), events];
  await sendOrFail(url, owner, CANCEL, before);
  await Promise.all(streams);
  const perFollower = (events - sent) / followers;
  const firstEnd = Math.min(...ends);
  return {
    what: 'progress of a run, to its end',
    followers,
    refused: failed,
    events: Math.round(perFollower),
    lost: followers - failed - ends.length,
    // After the first follower who saw the end.
    ...latencyColumns(ends.map((at) => at - firstEnd)),
    'statements an event': (((await readStatements(url)) - statements) / Math.max(1, perFollower)).toFixed(1),
  };
}

/** What one address, and all together, are told at the default limits. */
async function showDefaultLimits(): Promise<void> {
  const site = await startBoundsSite({ RATE_LIMIT_STREAMS: '150', TRUSTED_PROXIES: '1' });
  const leaving = new AbortController();
  try {
    const id = await publishFinding(site.url);
    // A response that nobody refers to any more is cancelled.
    const responses: Response[] = [];
    const open = async (address: number): Promise<string> => {
      const response = await openStream(site.url, makeSender(address), ACTIVITY, { id }, leaving.signal);
      responses.push(response);
      return response.status === 200 ? 'open' : `${response.status} ${await response.text()}`;
    };
    const answers: string[] = [];
    for (let index = 0; index < 101; index++) answers.push(await open(5));
    for (let index = 0; index < 51; index++) answers.push(await open(6));
    const refusals = answers.filter((answer) => answer !== 'open');
    console.log(
      '101 subscriptions of one address at the default limit of 100, then 51 of another one where the site allows 150:',
    );
    for (const refusal of refusals) console.log(`  ${refusal.slice(0, 400)}`);
  } finally {
    leaving.abort();
    await site.stop();
  }
}

async function publishFinding(url: string): Promise<string> {
  const author = makeSender(65_000);
  const [runId] = await computeSome(url, 1, author);
  const input = { runId, title: 'A finding that many follow', summary: 'For a measurement.' };
  return (await sendOrFail<{ publishFinding: { id: string } }>(url, author, PUBLISH, { input }))
    .publishFinding.id;
}

async function until(is: () => boolean): Promise<void> {
  const giveUp = performance.now() + PATIENCE_MS;
  while (!is()) {
    if (performance.now() > giveUp) throw new Error('what was waited for has not happened');
    await sleep(2);
  }
}
