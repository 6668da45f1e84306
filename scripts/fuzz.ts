/**
 * `npm run fuzz -- [--inputs 10000] [--seed 1]`: sends generated operations to a site in this process: every mutation, and the
 * languages of claims and searches. An answer that no input may cause is made as small as possible and printed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzSite, writeTable } from '../server/testing/fuzz/fuzz';
import { openFuzzedSite } from '../server/testing/fuzz/site';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    quiet: { type: 'boolean', default: false },
  },
});
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
const startedAt = performance.now();
const models = mkdtempSync(path.join(tmpdir(), 'patchbay-fuzz-'));
const site = await openFuzzedSite({ MODELS_DIR: models });
const report = await fuzzSite(site, {
  inputs: Number(values.inputs),
  seed: Number(values.seed),
  stop: stop.signal,
  onField: ({ field, inputs }) => {
    if (!values.quiet) process.stderr.write(`${field} ${inputs}\n`);
  },
});
console.log(`Seed ${values.seed}, ${Math.round((performance.now() - startedAt) / 1000)} s.\n`);
console.log(writeTable(report));
for (const failure of report.failures) console.log(`\n${JSON.stringify(failure, null, 1).slice(0, 6000)}`);
for (const crash of report.crashes) console.log(`\n${crash}`);
await site.close();
rmSync(models, { recursive: true, force: true });
// Installations that were asked for may still try to connect.
process.exit(report.failures.length + report.crashes.length > 0 ? 1 : 0);
