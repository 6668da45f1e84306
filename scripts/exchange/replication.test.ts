/** Replications that were computed elsewhere: an exported run is imported by a colleague and attached to a finding. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestFile } from '../../server/runs/exchange/parse-file';
import { startDispatcher, type Dispatcher } from '../../server/runs/queue/dispatcher';
import { createTestServices, type TestServices } from '../../server/testing/test-services';
import { ask, computeRun, exportRun } from './stored-run';

let services: TestServices;
let dispatcher: Dispatcher;
let author: { id: string; cookie: string };
let slug: string;
let file: string;

beforeAll(async () => {
  services = await createTestServices();
  dispatcher = startDispatcher(services, services.engine);
  author = await computeRun(services);
  file = await exportRun(services, author.id, author.cookie);
  const input = { runId: author.id, title: 'Name movers', summary: 'Heads move.', claims: ['z[1.2] > 0.3'] };
  const { publishFinding } = await ask<{ publishFinding: { slug: string } }>(
    services,
    'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
    { input },
    author.cookie,
  );
  slug = publishFinding.slug;
});
afterAll(async () => {
  await dispatcher.stop();
  await services.dispose();
});

interface File {
  provenance: { elapsedMs: number; engine: string; runtime: string };
  sweeps: { mean?: unknown; perPrompt: { data: string } }[];
}

/** The file as another program would have written it, its values moved by an amount. */
function computeElsewhere(shift: number): string {
  const content = JSON.parse(file) as File;
  Object.assign(content.provenance, {
    elapsedMs: 4321,
    engine: 'TransformerLens 3.9.0',
    runtime: 'torch 2.15.0',
  });
  for (const sweep of content.sweeps) {
    const bytes = Buffer.from(sweep.perPrompt.data, 'base64');
    for (let at = 0; at < bytes.length; at += 4) bytes.writeFloatLE(bytes.readFloatLE(at) + shift, at);
    sweep.perPrompt.data = bytes.toString('base64');
    delete sweep.mean;
  }
  return JSON.stringify({ ...content, digest: digestFile(content) });
}

/** Imports a file as a new guest. */
async function importFile(json: string) {
  const { data, errors, setCookie } = await services.ask(
    'mutation ($json: String!) { importRun(json: $json) { id } }',
    { json },
  );
  expect(errors).toBeUndefined();
  const { id } = (data as { importRun: { id: string } }).importRun;
  return { id, cookie: setCookie[0]!.split(';')[0]! };
}

async function attach(run: { id: string; cookie: string }, note = '', stance = 'REPLICATES') {
  const source = `mutation ($findingId: ID!, $runId: ID!, $stance: Stance!, $note: String!) {
    attachEvidence(findingId: $findingId, runId: $runId, stance: $stance, note: $note) {
      isReplication isElsewhere stance note comparison { isSame metrics { metric difference tolerance } } } }`;
  return services.ask(source, { findingId: slug, runId: run.id, stance, note }, run.cookie);
}

async function readCounts() {
  const { finding } = await ask<{ finding: { evidenceCounts: object } }>(
    services,
    `query ($slug: String!) { finding(slug: $slug) { evidenceCounts {
      replicated notReplicated replicatedElsewhere notReplicatedElsewhere supporting refuting } } }`,
    { slug },
  );
  return finding.evidenceCounts;
}

const NONE = {
  replicated: 0,
  notReplicated: 0,
  replicatedElsewhere: 0,
  notReplicatedElsewhere: 0,
  supporting: 0,
  refuting: 0,
};

it('has the same numbers within ten tolerances, and is not counted as computed here', async () => {
  const same = await attach(await importFile(computeElsewhere(2e-5)), 'With TransformerLens.');
  expect(same.errors).toBeUndefined();
  expect(same.data).toMatchObject({
    attachEvidence: {
      isReplication: true,
      isElsewhere: true,
      stance: null,
      note: 'With TransformerLens.',
      comparison: { isSame: true, metrics: [{ metric: 'LOGIT_DIFF', difference: expect.closeTo(2e-5, 6) }] },
    },
  });
  expect(await readCounts()).toEqual({ ...NONE, replicatedElsewhere: 1 });
  const other = await attach(await importFile(computeElsewhere(0.01)));
  expect(other.data).toMatchObject({ attachEvidence: { note: null, comparison: { isSame: false } } });
  expect(await readCounts()).toEqual({ ...NONE, replicatedElsewhere: 1, notReplicatedElsewhere: 1 });
  // The author is told of replications, not of runs against the finding.
  const { viewer } = await ask<{ viewer: object }>(
    services,
    '{ viewer { notifications { edges { node { kind } } } } }',
    {},
    author.cookie,
  );
  const told = ['REPLICATION', 'REPLICATION'].map((kind) => ({ node: { kind } }));
  expect(viewer).toEqual({ notifications: { edges: told } });
});

it('is refused for a copy of the own run, another experiment, and a run that was computed here', async () => {
  const refuse = async (run: { id: string; cookie: string }): Promise<string> => {
    const { errors } = await attach(run);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: 'runId' }] });
    return errors![0]!.message;
  };
  expect(await refuse(await importFile(file))).toContain('is a copy of');
  const other = await computeRun(services, { sweeps: ['HEAD_Q'] });
  expect(await refuse(await importFile(await exportRun(services, other.id, other.cookie)))).toContain(
    'another experiment',
  );
  expect(await refuse(await computeRun(services))).toContain('was not imported');
});

it('is attached for or against the finding like any other run, marked as computed elsewhere', async () => {
  const run = await importFile(computeElsewhere(0));
  const { data, errors } = await attach(run, 'It agrees.', 'SUPPORTS');
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    attachEvidence: { isReplication: false, isElsewhere: true, stance: 'SUPPORTS' },
  });
});
