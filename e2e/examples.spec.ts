/** The programs of examples/ against the built site. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, testWithSite } from './site';

const test = testWithSite({ SEED_GALLERY: '0' });

const EXAMPLES = [
  {
    name: 'curl',
    command: ['sh', 'examples/run.sh'],
    needs: 'curl',
    prints: [/"status":"SUCCEEDED"/, /"verdict":"OK"/, /"topHeads":\[\{"layer":\d/],
    slug: 'names-by-curl',
  },
  {
    name: 'Python',
    command: ['python3', 'examples/run.py'],
    needs: 'python3',
    // Position 11 is the only one that differs.
    prints: [/^SUCCEEDED 100% RESID_PRE, HEAD_Z$/m, /^layer 0 ([+-]0\.00 ){11}\+1\.00/m],
    slug: 'names-by-python',
  },
  {
    name: 'TypeScript',
    command: [process.execPath, '--import', 'tsx', 'examples/run.ts'],
    needs: process.execPath,
    prints: [/^SUCCEEDED 100% MLP_OUT, HEAD_V$/m, /^L\dH\d -?\d/m],
    slug: 'facts-by-typescript',
  },
  {
    name: 'TypeScript client',
    command: [process.execPath, '--import', 'tsx', 'examples/typescript/example.ts'],
    needs: process.execPath,
    prints: [/^SUCCEEDED 100%$/m, /L1H2 restores \d\d%/, /^z\[L1H2\] > 0.1 SUPPORTED/m],
    slug: 'names-by-the-typescript-client',
  },
];

for (const { name, command, needs, prints, slug } of EXAMPLES) {
  test(`the ${name} example creates, follows and publishes a run`, async ({ site }) => {
    const isInstalled = spawnSync(needs, ['--version']).status === 0;
    test.skip(!isInstalled, `${needs} is not installed`);
    const [file, ...args] = command;
    const { PATCHBAY_TOKEN: _token, ...own } = process.env;
    // Playwright makes its children print in colours.
    const env = { ...own, FORCE_COLOR: '0' };
    const { stdout } = await promisify(execFile)(file!, [...args, site.url], { env });
    for (const pattern of prints) expect(stdout).toMatch(pattern);
    expect(stdout.trimEnd()).toMatch(new RegExp(`published /findings/${slug}$`));
    expect((await fetch(`${site.url}/findings/${slug}`)).status).toBe(200);
  });
}

test('the example of patched runs computes effects that add up', async ({ site }) => {
  test.skip(spawnSync('python3', ['--version']).status !== 0, 'python3 is not installed');
  const { stdout } = await promisify(execFile)('python3', ['examples/intervene.py', site.url]);
  expect(stdout).toMatch(/^base -?\d+\.\d\d, source \d+\.\d\d, heads of layer 1 together -?\d+\.\d\d$/m);
  expect(stdout.match(/ablation of MLP 0/g)).toHaveLength(3);
  const [, total, logitDiff] = /^all components (-?[\d.]+), logit difference (-?[\d.]+)$/m.exec(stdout)!;
  expect(Number(total)).toBeCloseTo(Number(logitDiff), 2);
});
