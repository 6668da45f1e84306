/**
 * `npm run bench -- --load`: twenty guests for a minute, then a thousand runs, on the built site with the bundled model.
 *
 * Prints the latency of each kind of request, and the memory and file descriptors of web server and engine: before, after
 * the guests, at their largest, and after the runs. Linux only, since it reads /proc.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startServer, stopServer } from '../scripts/production-server';
import { ask, askWithCookie } from './ask';
import { smallExperiment } from './experiments';
import { latencyColumns } from './statistics';

const GUESTS = 20;
/** Number of waiting or running runs during the second part. */
const RUNS_AT_ONCE = 10;
const POLL_MS = 250;
const IDLE_MS = 20_000;
/** All guests have one address, so the limits of an address are switched off. */
const UNLIMITED = {
  RATE_LIMIT_GUESTS_PER_HOUR: '0',
  RATE_LIMIT_WORK_PER_MINUTE: '0',
  RATE_LIMIT_REQUESTS_PER_ADDRESS: '0',
};

const CREATE = 'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }';
const STATUS = 'query ($id: ID!) { run(id: $id) { status } }';
const READ = `query ($id: ID!) { run(id: $id) { baseline { clean } sweeps { kind data } topHeads(kind: HEAD_Z) { recovery } } }`;
const LIST =
  '{ runs(first: 20) { edges { node { id status model { id } owner { name } pairs { clean } } } } }';
const SEARCH = '{ findings(search: "L1H2 > 0.2 shops") { edges { node { title card { data } } } } }';
const ATTENTION =
  'query ($id: ID!, $head: Int!) { run(id: $id) { attention(layer: 1, head: $head) { values } } }';
const PREDICT = 'query ($prompt: String!) { predict(model: "patchbay-mini", prompt: $prompt) { logit } }';

/** Memory and descriptors of a process; NaN if it has ended. */
interface Footprint {
  readonly megabytes: number;
  readonly descriptors: number;
}

/**
 * Measures and prints everything; needs a built site (`npm run build`).
 *
 * @param seconds of the first part.
 * @param runs of the second part.
 */
export async function benchLoad({
  seconds,
  runs,
}: {
  readonly seconds: number;
  readonly runs: number;
}): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-bench-'));
  const port = await freePort();
  const server = await startServer(port, { DATA_DIR: folder, ...UNLIMITED });
  const url = `http://127.0.0.1:${port}`;
  const footprints: { when: string; web: Footprint; engine: Footprint }[] = [];
  const note = (when: string): void => {
    footprints.push({ when, web: measure(server.pid!), engine: measure(findEngine(server.pid!)) });
  };
  let peak: Footprint = { megabytes: 0, descriptors: 0 };
  const watch = setInterval(() => {
    const { megabytes, descriptors } = measure(server.pid!);
    peak = {
      megabytes: Math.max(peak.megabytes, megabytes),
      descriptors: Math.max(peak.descriptors, descriptors),
    };
  }, 500);
  try {
    console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, patchbay-mini`);
    await waitForFindings(url);
    note('idle, both findings published');
    const latencies = new Map<string, number[]>();
    const errors = new Map<string, number>();
    const until = Date.now() + seconds * 1000;
    await Promise.all(
      Array.from({ length: GUESTS }, (_, guest) => playGuest(url, guest, until, latencies, errors)),
    );
    note(`after ${GUESTS} guests, ${seconds} s`);
    console.log(`\n${GUESTS} guests for ${seconds} s:`);
    console.table(
      [...latencies].map(([request, values]) => ({
        request,
        ...latencyColumns(values),
        errors: errors.get(request) ?? 0,
      })),
    );
    const began = performance.now();
    await computeRuns(url, runs);
    const minutes = (performance.now() - began) / 60_000;
    console.log(`\n${runs} runs: ${(runs / minutes).toFixed(0)} runs/min`);
    note(`after ${runs} more runs`);
    await sleep(IDLE_MS);
    note(`${IDLE_MS / 1000} s later`);
    console.table(
      footprints.map(({ when, web, engine }) => ({
        when,
        'web MB': web.megabytes,
        'web descriptors': web.descriptors,
        'engine MB': engine.megabytes,
        'engine descriptors': engine.descriptors,
      })),
    );
    console.log(`largest of the web server: ${peak.megabytes} MB, ${peak.descriptors} descriptors`);
  } finally {
    clearInterval(watch);
    await stopServer(server);
    await rm(folder, { recursive: true, force: true });
  }
}

/** One guest: submits runs, waits, reads results and browses until the time is up. */
async function playGuest(
  url: string,
  guest: number,
  until: number,
  latencies: Map<string, number[]>,
  errors: Map<string, number>,
): Promise<void> {
  const timed = async <T>(kind: string, work: () => Promise<T>): Promise<T | null> => {
    const began = performance.now();
    try {
      const result = await work();
      latencies.set(kind, [...(latencies.get(kind) ?? []), performance.now() - began]);
      return result;
    } catch (error) {
      errors.set(kind, (errors.get(kind) ?? 0) + 1);
      console.error(`${kind}: ${String(error).slice(0, 200)}`);
      return null;
    }
  };
  let cookie = '';
  for (let turn = 0; Date.now() < until; turn++) {
    const created = await timed('createRun', () =>
      askWithCookie<{ createRun: { id: string } }>(
        url,
        CREATE,
        { input: { ...smallExperiment(guest + GUESTS * turn), recompute: true } },
        cookie,
      ),
    );
    if (!created) continue;
    cookie = created.cookie;
    const { id } = created.data.createRun;
    await timed('run to its end', () => waitForRun(url, id));
    await timed('read run with data', () => ask(url, READ, { id }));
    await timed('list', () => ask(url, LIST));
    await timed('search', () => ask(url, SEARCH));
    await timed('attention', () => ask(url, ATTENTION, { id, head: turn % 4 }));
    await timed('predict', () =>
      ask(url, PREDICT, { prompt: `When${' the'.repeat(1 + ((guest + turn) % 40))} John gave the bag to` }),
    );
    await timed('page of a run', () => loadPage(`${url}/runs/${id}`));
    await timed('gallery', () => loadPage(url));
  }
}

/** Computes runs, a few at a time, each by another guest. */
async function computeRuns(url: string, runs: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < runs) {
      const index = next++;
      const { createRun } = await ask<{ createRun: { id: string } }>(url, CREATE, {
        input: { ...smallExperiment(index), recompute: true },
      });
      await waitForRun(url, createRun.id);
    }
  };
  await Promise.all(Array.from({ length: RUNS_AT_ONCE }, worker));
}

async function waitForRun(url: string, id: string): Promise<void> {
  for (;;) {
    const { run } = await ask<{ run: { status: string } }>(url, STATUS, { id });
    if (run.status === 'SUCCEEDED') return;
    if (run.status !== 'QUEUED' && run.status !== 'RUNNING') throw new Error(`run ${id} is ${run.status}`);
    await sleep(POLL_MS);
  }
}

async function waitForFindings(url: string): Promise<void> {
  for (;;) {
    const { findings } = await ask<{ findings: { edges: unknown[] } }>(
      url,
      '{ findings { edges { cursor } } }',
    );
    if (findings.edges.length >= 2) return;
    await sleep(POLL_MS);
  }
}

async function loadPage(url: string): Promise<void> {
  const response = await fetch(url);
  await response.text();
  if (response.status !== 200) throw new Error(`${url} answers ${response.status}`);
}

function measure(pid: number | null): Footprint {
  try {
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    return { megabytes: Math.round(kilobytes / 1024), descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return { megabytes: NaN, descriptors: NaN };
  }
}

/** Finds the engine among the descendants of the web server; null without an engine. */
function findEngine(webPid: number): number | null {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const family = new Set([webPid]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const row of rows) {
      const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
      if (!family.has(Number(parent))) continue;
      if (args?.includes('engine/process.js')) return Number(pid);
      family.add(Number(pid));
    }
  }
  return null;
}
