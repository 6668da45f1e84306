/**
 * `npm run chaos`: the fault campaign. It serves what `npm run build` has built, under load and from databases of its own, injects
 * seeded faults, and checks after each that nothing was lost, repeated or changed. docs/fault-campaign.md describes it.
 *
 * It ends with 1 on a violation.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCampaign } from './campaign';
import { BadFlag, parseFlags, USAGE, type Flags } from './flags';
import { describeResults, type FaultResult } from './report';
import { createSchedule, describeFault } from './schedule';
import { whyNot } from './site';

try {
  const flags = parseFlags(process.argv.slice(2));
  if (flags === null) console.log(USAGE);
  else process.exitCode = (await runAll(flags)) ? 0 : 1;
} catch (error) {
  if (!(error instanceof BadFlag)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
process.exit();

/** @returns whether everything held. */
async function runAll({
  faults,
  seed,
  setups,
  only,
  fault,
  minutes,
  patience,
  isList,
  keepsFolder,
}: Flags): Promise<boolean> {
  const started = performance.now();
  const results: FaultResult[] = [];
  const folder = await mkdtemp(path.join(tmpdir(), 'patchbay-chaos-'));
  // PostgreSQL's user reaches its data through it.
  await chmod(folder, 0o755);
  console.log(`Seed ${seed}. Data and logs: ${folder}`);
  for (const [index, setup] of setups.entries()) {
    const count = Math.ceil(faults / setups.length);
    const schedule = createSchedule(setup, count, seed, only).filter(
      ({ number }) => fault === null || number === fault,
    );
    if (isList) {
      for (const one of schedule) console.log(describeFault(one, seed));
      continue;
    }
    const reason = await whyNot(setup);
    if (reason !== null) {
      console.log(`The set-up ${setup} is skipped: ${reason}.`);
      continue;
    }
    // Each set-up has its share of the time.
    const until = started + (minutes * 60_000 * (index + 1)) / setups.length;
    results.push(
      ...(await runCampaign({
        setup,
        faults: schedule,
        seed,
        folder: path.join(folder, setup),
        until,
        patience,
      })),
    );
  }
  if (!keepsFolder && results.every(({ violations }) => violations.length === 0))
    await rm(folder, { recursive: true, force: true });
  if (isList) return true;
  console.log(`\n${describeResults(results)}`);
  const injected = results.filter(({ recoveredMs }) => recoveredMs !== null).length;
  const violations = results.reduce((sum, one) => sum + one.violations.length, 0);
  const minutesTaken = ((performance.now() - started) / 60_000).toFixed(1);
  console.log(`\n${injected} faults, seed ${seed}, ${minutesTaken} min: ${violations} violations.`);
  return violations === 0;
}
