/**
 * `npm run chaos -- --kills 60`: kills the engine and the web process at seeded moments while runs are computed, then checks
 * that nothing was lost, computed twice or changed.
 *
 * It serves what `npm run build` has built, from a database of its own. Afterwards every run must have succeeded with the
 * bytes of an undisturbed run, without duplicate sweeps or leases, and the database must be sound; otherwise it ends with 1.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../site/random';
import { checkDatabase } from './check';
import { startVictim, type Victim } from './victim';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '20261125' },
    /** Prompt pairs of the smallest experiment: fewer make runs shorter, for a busy machine. */
    pairs: { type: 'string', default: '8' },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
const pairs = Number(values.pairs);
if (!Number.isInteger(kills) || kills < 1 || kills > 1000) {
  console.error(`--kills takes a number from 1 to 1000, not '${values.kills}'.`);
  process.exit(2);
}
if (!Number.isInteger(pairs) || pairs < 1 || pairs > 32) {
  console.error(`--pairs takes a number from 1 to 32, not '${values.pairs}'.`);
  process.exit(2);
}

/** Number of waiting and running runs. */
const KEPT_RUNS = 3;
/** Longest delay of a kill after its moment, in ms. */
const LONGEST_WAIT_MS = 1200;
const PATIENCE_MS = 600_000;

const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-chaos-'));
const random = createRandom(seed);
const started = performance.now();
let hasFailed = true;
const victim = await startVictim(folder, pairs);
try {
  console.log(`Undisturbed runs first; then ${kills} kills, seed ${seed}.`);
  const submitted = new Map<string, number>();
  for (let experiment = 0; experiment < victim.experiments; experiment++) {
    submitted.set(await victim.submit(experiment), experiment);
  }
  const references = [...submitted.keys()];
  await victim.waitFor(async () => (await victim.countActive()) === 0, PATIENCE_MS);
  const killed = await disturb(victim, submitted);
  await victim.waitFor(async () => (await victim.countActive()) === 0, PATIENCE_MS);
  const left = await victim.stop();
  const report = await checkDatabase(path.join(folder, 'patchbay.db'), submitted, references);
  if (left !== null) report.problems.push(`the engine process ${left} is still there`);
  console.table({
    'kills of the engine': killed.engine,
    'kills of the web process': killed.web,
    runs: submitted.size,
    ...report.counts,
    'time (s)': Math.round((performance.now() - started) / 1000),
  });
  for (const problem of report.problems) console.error(`PROBLEM: ${problem}`);
  console.log(
    report.problems.length === 0 ? 'Nothing was lost, repeated or changed.' : 'Something is wrong.',
  );
  hasFailed = report.problems.length > 0;
} finally {
  await victim.kill();
  await rm(folder, { recursive: true, force: true });
}
process.exit(hasFailed ? 1 : 0);

/** Kills one process after the other while runs are computed. @returns how many of each. */
async function disturb(
  site: Victim,
  submittedRuns: Map<string, number>,
): Promise<{ engine: number; web: number }> {
  const killed = { engine: 0, web: 0 };
  let sweeps = await site.countSweeps();
  for (let kill = 0; kill < kills; kill++) {
    for (let active = await site.countActive(); active < KEPT_RUNS; active++) {
      const experiment = random.index(site.experiments);
      submittedRuns.set(await site.submit(experiment), experiment);
    }
    const mustSeeSweep = random.next() < 0.5;
    await site.waitFor(
      async () => (mustSeeSweep ? (await site.countSweeps()) > sweeps : site.isComputing()),
      PATIENCE_MS,
    );
    await new Promise((resolve) => setTimeout(resolve, random.next() * LONGEST_WAIT_MS));
    // A third death without a finished sweep in between would fail the run, as it should.
    await site.waitFor(async () => !(await site.isLastAttempt()), PATIENCE_MS);
    sweeps = await site.countSweeps();
    const isWeb = random.next() < 1 / 3;
    if (isWeb) await site.killWeb();
    else await site.killEngine();
    killed[isWeb ? 'web' : 'engine']++;
    console.log(`${kill + 1}/${kills} killed the ${isWeb ? 'web process' : 'engine'} after ${sweeps} sweeps`);
  }
  return killed;
}
