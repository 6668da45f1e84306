/**
 * `npm run bench -- --users`: many users at once on the built site with the bundled model.
 *
 * Measures runs per hour, the waiting times of owners when one of them has queued ten runs, and the latency of small requests
 * while the largest run that the form accepts is computed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startServer, stopServer } from '../scripts/production-server';
import { openDatabase, type Database } from '../server/db';
import { ask, askWithCookie } from './ask';
import { largestExperiment, smallExperiment, type ExperimentInput } from './experiments';
import { latencyRows, openLoop } from './open-loop';
import { percentile } from './statistics';

const GUESTS = 20;
const RUNS_EACH = 3;
const QUEUED_BY_ONE = 10;
/** Rate of small requests while a run is computed; the kinds alternate. */
const REQUESTS_PER_SECOND = 10;
const MEASURE_SECONDS = 24;
/** Guests poll their run at this interval. Polling more often would dominate the measurement. */
const POLL_MS = 250;
/** Requests about the largest run are expensive: this many of each kind, one after another. */
const HEAVY_TURNS = 5;

const CREATE = `mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }`;
const STATUS = `query ($id: ID!) { run(id: $id) { status progress { fraction } } }`;

/** A run in the database; times are in ms since the first run of the scenario was submitted. */
interface Timing {
  readonly owner: string;
  readonly asked: number;
  readonly started: number;
  readonly ended: number;
}

/** Measures and prints everything; needs a built site (`npm run build`). */
export async function benchUsers(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-bench-'));
  const port = await freePort();
  const server = await startServer(port, { DATA_DIR: folder, SEED_GALLERY: '0' });
  const db = openDatabase(`file:${path.join(folder, 'patchbay.db')}`);
  const url = `http://127.0.0.1:${port}`;
  try {
    console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores; ${GUESTS} guests, patchbay-mini\n`);
    await finished(url, (await submit(url, smallExperiment(0))).id);
    await measureThroughput(url, db);
    await measureTurns(url, db);
    await measureLatency(url);
  } finally {
    await db.$disconnect();
    await stopServer(server);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every guest submits an experiment, waits for it, and submits the next. */
async function measureThroughput(url: string, db: Database): Promise<void> {
  const began = new Date();
  const guest = async (at: number): Promise<void> => {
    let cookie = '';
    for (let turn = 0; turn < RUNS_EACH; turn++) {
      const run = await submit(url, smallExperiment(at + GUESTS * turn), cookie);
      ({ cookie } = run);
      await finished(url, run.id);
    }
  };
  await Promise.all(Array.from({ length: GUESTS }, (_, at) => guest(at)));
  const runs = await timingsSince(db, began);
  const minutes = Math.max(...runs.map(({ ended }) => ended)) / 60_000;
  console.log(
    `${runs.length} different experiments, ${GUESTS} guests with one run each at a time: ` +
      `${(runs.length / minutes).toFixed(0)} runs/min`,
  );
  console.table([
    waitColumns('each guest', runs.map(measureWait)),
    waitColumns(
      'computing',
      runs.map(({ started, ended }) => ended - started),
    ),
  ]);
}

/** One guest queues ten runs, then the others one each. */
async function measureTurns(url: string, db: Database): Promise<void> {
  const began = new Date();
  const first = await submit(url, smallExperiment(0));
  const ids = [first.id];
  const queueAll = async (inputs: readonly ExperimentInput[], cookie: string): Promise<void> => {
    const runs = await Promise.all(inputs.map((input) => submit(url, input, cookie)));
    ids.push(...runs.map(({ id }) => id));
  };
  const experiments = Array.from({ length: QUEUED_BY_ONE + GUESTS }, (_, at) => smallExperiment(at));
  await queueAll(experiments.slice(1, QUEUED_BY_ONE), first.cookie);
  await queueAll(experiments.slice(QUEUED_BY_ONE + 1), '');
  await Promise.all(ids.map((id) => finished(url, id)));
  const runs = await timingsSince(db, began);
  const eager = runs[0]!.owner;
  const oldestFirst = inOrderOfArrival(runs);
  const waits = (of: readonly Timing[], isEager: boolean): number[] =>
    of.filter(({ owner }) => (owner === eager) === isEager).map(measureWait);
  console.log(
    `\none guest queues ${QUEUED_BY_ONE} runs, then ${GUESTS - 1} others one each; wait until computed:`,
  );
  console.table([
    waitColumns('the guest of ten', waits(runs, true)),
    waitColumns('guests of one', waits(runs, false)),
    waitColumns('the guest of ten, were the oldest first', waits(oldestFirst, true)),
    waitColumns('guests of one, were the oldest first', waits(oldestFirst, false)),
  ]);
}

/** Small requests, first on an idle site, then while the largest run is computed. */
async function measureLatency(url: string): Promise<void> {
  const small = await submit(url, smallExperiment(0));
  await finished(url, small.id);
  const idle = await latencies(url, smallRequests(small.id), 6);
  const { id, cookie } = await submit(url, largestExperiment());
  await until(url, id, ({ status, progress }) => status === 'RUNNING' && progress.fraction > 0);
  const busy = await latencies(url, smallRequests(small.id), MEASURE_SECONDS);
  const { run } = await ask<{ run: RunState }>(url, STATUS, { id });
  const ofLargest = await latenciesInTurn(url, requestsOfLargest(id));
  await ask(url, 'mutation ($id: ID!) { cancelRun(id: $id) { id } }', { id }, cookie);
  console.log(
    `\nsmall requests, ${REQUESTS_PER_SECOND} a second, while 64 pairs of 128 tokens are computed ` +
      `(${run.status.toLowerCase()}, ${(100 * run.progress.fraction).toFixed(0)}% at the end of the measurement):`,
  );
  console.table([
    ...listRows('idle', idle),
    ...listRows('busy', busy),
    ...listRows('busy, of the large run', ofLargest),
  ]);
}

type Requests = Readonly<Record<string, (turn: number) => readonly [query: string, variables: object]>>;

/** Requests of users who browse. Each turn requests something new. */
function smallRequests(id: string): Requests {
  return {
    predict: (turn) => [
      'query ($prompt: String!) { predict(model: "patchbay-mini", prompt: $prompt) { logit token { text } } }',
      { prompt: `When John and Mary went to the shops, ${' the'.repeat(turn % 40)} John gave the bag to` },
    ],
    patched: (turn) => [
      `query ($id: ID!, $layer: Int!, $head: Int!, $prompt: Int!) { run(id: $id) { sweep(kind: HEAD_Z) {
        patched(layer: $layer, head: $head, prompt: $prompt) { patched { logit token { text } } } } } }`,
      { id, layer: turn % 4, head: Math.floor(turn / 4) % 4, prompt: Math.floor(turn / 16) % 8 },
    ],
    attention: (turn) => [
      'query ($id: ID!, $layer: Int!, $head: Int!) { run(id: $id) { attention(layer: $layer, head: $head) { values } } }',
      { id, layer: turn % 4, head: Math.floor(turn / 4) % 4 },
    ],
    preview: (turn) => [PREVIEW, { input: smallExperiment(turn + 1) }],
  };
}

const PREVIEW = `query ($input: CreateRunInput!) { previewRun(input: $input) { issues { message } estimatedMs baseline { clean } } }`;

/** The same requests about 64 pairs of 128 tokens, which are not small. */
function requestsOfLargest(id: string): Requests {
  const { attention, patched } = smallRequests(id);
  return {
    'attention, one prompt': (turn) => [
      'query ($id: ID!, $prompt: Int!) { run(id: $id) { attention(layer: 0, head: 0, prompt: $prompt) { values } } }',
      { id, prompt: turn % 64 },
    ],
    'attention, mean of 64': attention!,
    'patched, one prompt': (turn) => {
      const [query, variables] = patched!(turn);
      return [query.replace('HEAD_Z', 'RESID_PRE').replace('head: $head', 'position: $head'), variables];
    },
    'preview, 64 pairs': () => [PREVIEW, { input: largestExperiment() }],
  };
}

/** Sends requests of alternating kinds at a fixed rate. */
function latencies(url: string, requests: Requests, seconds: number): Promise<Map<string, number[]>> {
  const kinds = Object.entries(requests);
  return openLoop(
    (turn) => {
      const [kind, request] = kinds[turn % kinds.length]!;
      return { kind, send: () => ask(url, ...request(Math.floor(turn / kinds.length))) };
    },
    { perSecond: REQUESTS_PER_SECOND, seconds },
  );
}

/** Sends each request after the answer to the previous one; returns ms by kind. */
async function latenciesInTurn(url: string, requests: Requests): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const [kind, request] of Object.entries(requests)) {
    const values: number[] = [];
    for (let turn = 0; turn < HEAVY_TURNS; turn++) {
      const began = performance.now();
      await ask(url, ...request(turn));
      values.push(performance.now() - began);
    }
    found.set(kind, values);
  }
  return found;
}

const listRows = (engine: string, found: Map<string, number[]>) =>
  latencyRows(found).map((row) => ({ engine, ...row }));

async function submit(
  url: string,
  input: ExperimentInput,
  cookie = '',
): Promise<{ id: string; cookie: string }> {
  const answer = await askWithCookie<{ createRun: { id: string } }>(
    url,
    CREATE,
    { input: { ...input, recompute: true } },
    cookie,
  );
  return { id: answer.data.createRun.id, cookie: answer.cookie };
}

interface RunState {
  readonly status: string;
  readonly progress: { readonly fraction: number };
}

async function finished(url: string, id: string): Promise<void> {
  const { status } = await until(url, id, (run) => !['QUEUED', 'RUNNING'].includes(run.status));
  if (status !== 'SUCCEEDED') throw new Error(`run ${id} is ${status}`);
}

async function until(url: string, id: string, is: (run: RunState) => boolean): Promise<RunState> {
  for (;;) {
    const { run } = await ask<{ run: RunState }>(url, STATUS, { id });
    if (is(run)) return run;
    await sleep(POLL_MS);
  }
}

async function timingsSince(db: Database, began: Date): Promise<Timing[]> {
  const rows = await db.run.findMany({ where: { createdAt: { gte: began } }, orderBy: { createdAt: 'asc' } });
  const zero = rows[0]!.createdAt.getTime();
  return rows.map(({ ownerId, createdAt, startedAt, finishedAt }) => ({
    owner: ownerId,
    asked: createdAt.getTime() - zero,
    started: startedAt!.getTime() - zero,
    ended: finishedAt!.getTime() - zero,
  }));
}

const measureWait = ({ asked, started }: Timing): number => started - asked;

/** The waiting times of the same runs without turns: oldest first, with the measured computing times. */
function inOrderOfArrival(runs: readonly Timing[]): Timing[] {
  let free = 0;
  return runs.map((run) => {
    const started = Math.max(free, run.asked);
    free = started + run.ended - run.started;
    return { ...run, started, ended: free };
  });
}

function waitColumns(who: string, waits: readonly number[]) {
  const seconds = (ms: number): string => (ms / 1000).toFixed(2);
  return {
    wait: who,
    runs: waits.length,
    'min s': seconds(Math.min(...waits)),
    'median s': seconds(percentile(waits, 0.5)),
    'max s': seconds(Math.max(...waits)),
  };
}
