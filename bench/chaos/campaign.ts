/** Injects the faults of one set-up into a site under load, and checks the invariants after each. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Problem } from './client';
import { prepareGround } from './ground';
import { injectFault } from './inject';
import { findViolations, LIMITS, type Expected } from './invariants';
import type { Setup } from './kinds';
import { createLedger } from './ledger';
import { createPerson, startLoad, type Load } from './load';
import type { RaceContext } from './races';
import type { FaultResult } from './report';
import { describeFault, type Fault } from './schedule';
import { startSite, type Site } from './site';
import { createSnapshotReader, recordStatuses } from './snapshot';
import * as operations from './operations';

export interface CampaignOptions {
  readonly setup: Setup;
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly folder: string;
  /** No fault begins later than this, by `performance.now()`. */
  readonly until: number;
  /** Factor of all time limits. */
  readonly patience: number;
}

/** A client waits this long for an answer, in ms. */
const ANSWER_MS = 40_000;
/** A site that does not work this long after a fault counts as not recovered, in ms. */
const RECOVERY_MS = 60_000;
/** The end of everything that was asked for, in ms. */
const END_MS = 180_000;
/** Faults between two checks of the database by itself. */
const FAULTS_PER_FULL_CHECK = 10;

/** @returns a result for each fault, and one for the end of the load. */
export async function runCampaign({
  setup,
  faults,
  seed,
  folder,
  until,
  patience,
}: CampaignOptions): Promise<FaultResult[]> {
  const problems: string[] = [];
  const disturbances: Disturbance[] = [];
  const onProblem = (problem: Problem): void => {
    if (!isExplained(problem, disturbances, options.answerMs))
      problems.push(`${problem.what} by ${problem.web}`);
  };
  const site = await startSite(setup, folder, (name) => problems.push(`${name} ended by itself`));
  // Without this, processes and a mounted file system would stay behind.
  const onSignal = (): void => void site.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  const options = { addresses: site.addresses, answerMs: patience * ANSWER_MS, onProblem };
  const limits = { runMs: patience * LIMITS.runMs, judgeMs: patience * LIMITS.judgeMs };
  const results: FaultResult[] = [];
  const reported = new Set<string>();
  try {
    const ground = await prepareGround(site, options);
    const racer = await createPerson(options, 'racer');
    await recordStatuses(site.db, setup);
    const reader = createSnapshotReader(site.db, setup);
    const known = new Set<string>();
    for (const { id } of await site.db.run.findMany({ select: { id: true } })) known.add(id);
    const expected: Expected = { digests: await readDigests(site, ground.hashes, reader.digest), known };
    const ledger = createLedger();
    const load = startLoad(ground, ledger, seed);
    const probes = createClient({ ...options, onProblem: () => {} });
    const check = async (isFull: boolean): Promise<string[]> => {
      const before = ledger.list();
      const snapshot = await reader.read(isFull);
      const found = [...findViolations(before, snapshot, expected, limits), ...problems.splice(0)];
      const fresh = found.filter((violation) => !reported.has(violation));
      for (const violation of fresh) reported.add(violation);
      return fresh;
    };
    for (const [index, fault] of faults.entries()) {
      if (performance.now() > until) {
        console.log(`The time is over; ${faults.length - index} faults of ${setup} are left out.`);
        break;
      }
      await sleep(fault.delayMs);
      const disturbance: Disturbance = { target: fault.target, from: performance.now(), to: Infinity };
      disturbances.push(disturbance);
      const context: RaceContext = { ground, racer, seed: fault.seed, onStored: (id) => known.add(id) };
      const injected = await injectFault(site, fault, context);
      const started = performance.now();
      const failure = await whenRecovered(site, load, probes.ask, patience * RECOVERY_MS);
      disturbance.to = performance.now();
      const recoveredMs = disturbance.to - started;
      const violations = [
        ...injected.violations,
        ...(failure === null ? [] : [failure]),
        ...(await check(index % FAULTS_PER_FULL_CHECK === 0)),
      ];
      const { kind } = fault;
      results.push({
        setup,
        kind,
        recoveredMs: injected.skipped ? null : recoveredMs,
        skipped: injected.skipped,
        violations,
      });
      const outcome = injected.skipped
        ? `skipped: ${injected.skipped}`
        : `${(recoveredMs / 1000).toFixed(1)} s`;
      console.log(`${describeFault(fault, seed)}: ${outcome}`);
      for (const violation of violations) console.log(`  VIOLATION: ${violation}`);
    }
    await load.stop();
    await whenIdle(site, patience * END_MS);
    const violations = await check(true);
    for (const violation of violations) console.log(`  VIOLATION at the end: ${violation}`);
    results.push({ setup, kind: 'end', recoveredMs: null, skipped: null, violations });
    console.log(`${setup}: ${describeLedger(ledger.list())}`);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
    await site.close();
  }
  return results;
}

/** When a part or a link is disturbed, by `performance.now()`. */
interface Disturbance {
  readonly target: string;
  readonly from: number;
  to: number;
}

/** Whether a request got no answer because its own way to the web server, or that server, was disturbed. */
function isExplained(
  { web, what, sentAt }: Problem,
  disturbances: readonly Disturbance[],
  answerMs: number,
): boolean {
  return (
    what.startsWith('no answer') &&
    disturbances.some(
      ({ target, from, to }) =>
        (target === web || target === `client-${web}`) && from < sentAt + answerMs && to > sentAt,
    )
  );
}

/** Waits until every part is ready, and each web server has stored a comment and has got an answer of an engine. @returns why not. */
async function whenRecovered(
  site: Site,
  load: Load,
  ask: ReturnType<typeof createClient>['ask'],
  limitMs: number,
): Promise<string | null> {
  const until = performance.now() + limitMs;
  while (!(await site.isReady())) {
    if (performance.now() > until) return `the site is not ready ${limitMs / 1000} s after the fault`;
    await sleep(100);
  }
  const work = site.addresses.flatMap(({ web }) => [
    load.comment(web),
    ask(operations.PREDICT, { prompt: `At ${Math.round(performance.now())}` }, web),
  ]);
  const results = await Promise.race([
    Promise.all(work),
    sleep(Math.max(0, until - performance.now()), null),
  ]);
  if (results === null) return `the site does not answer ${limitMs / 1000} s after the fault`;
  const refused = results.find(({ type }) => type !== 'done');
  return refused ? `after the fault an operation was not done: ${JSON.stringify(refused)}` : null;
}

/** Waits until every run has ended and all evidence is judged; what has not ended then is found by the last check. */
async function whenIdle({ db }: Site, limitMs: number): Promise<void> {
  const until = performance.now() + limitMs;
  while (performance.now() < until) {
    const active = await db.run.count({ where: { status: { in: ['QUEUED', 'RUNNING'] } } });
    const unjudged = await db.evidence.count({ where: { isJudged: false, run: { status: 'SUCCEEDED' } } });
    if (active + unjudged === 0) return;
    await sleep(500);
  }
}

async function readDigests(
  { db }: Site,
  hashes: readonly string[],
  digest: (runId: string) => Promise<string>,
): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const contentHash of hashes) {
    const run = await db.run.findFirstOrThrow({ where: { contentHash, status: 'SUCCEEDED' } });
    digests.set(contentHash, await digest(run.id));
  }
  return digests;
}

function describeLedger(entries: ReturnType<ReturnType<typeof createLedger>['list']>): string {
  const counts = new Map<string, number>();
  for (const { kind, outcome } of entries) {
    const key = `${kind} ${outcome}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([key, count]) => `${count} ${key}`)
    .join(', ');
}
