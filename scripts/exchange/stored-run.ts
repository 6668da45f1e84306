/** A run with everything that a file can have, on the fake engine, and its export as the site writes it. */
import type { ApolloClient } from '@apollo/client';
import { print, type DocumentNode } from 'graphql';
import { toJson } from '../../components/export/json';
import { readContent } from '../../components/export/read-content';
import {
  RunPageDocument,
  type RunPageQuery,
  type RunView_RunFragment,
} from '../../components/generated/graphql';
import { FAKE_HEADS, FAKE_LAYERS } from '../../server/testing/fake-engine';
import type { TestServices } from '../../server/testing/test-services';
import { encodeFloats } from '../../server/runs/results/float-bytes';
import { followProgress } from '../../server/runs/queue/progress';

/** Of the site that exports. */
export const ORIGIN = 'https://patchbay.example';

/** Runs an operation as the bearer of a cookie. @throws Error for a refusal. */
export async function ask<T>(
  services: TestServices,
  source: string | DocumentNode,
  variables: object = {},
  cookie: string | null = null,
): Promise<T> {
  const text = typeof source === 'string' ? source : print(source);
  const { data, errors } = await services.ask(text, variables, cookie);
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return data as T;
}

/** The client that exports read with. */
export function createReader(services: TestServices, cookie: string | null = null) {
  const query = async ({ query: document, variables }: { query: DocumentNode; variables?: object }) => ({
    data: await ask(services, document, variables, cookie),
  });
  return { query } as unknown as Pick<ApolloClient, 'query'>;
}

/** A run as its page reads it. */
export async function readRun(
  services: TestServices,
  id: string,
  cookie: string | null = null,
): Promise<RunView_RunFragment> {
  const { run } = await ask<RunPageQuery>(services, RunPageDocument, { id }, cookie);
  return run!;
}

/** The file of a run, as its page saves it. */
export async function exportRun(
  services: TestServices,
  id: string,
  cookie: string | null = null,
): Promise<string> {
  const run = await readRun(services, id, cookie);
  return toJson(run, await readContent(createReader(services, cookie), run, ORIGIN));
}

const PAIRS = [
  {
    clean: 'When John and Mary went out, John gave it to',
    corrupted: 'When John and Mary went out, Mary gave it to',
    correct: ' Mary',
    incorrect: ' John',
  },
  {
    clean: 'When =Tom and @Ann went out, =Tom gave it to',
    corrupted: 'When =Tom and @Ann went out, @Ann gave it to',
    correctSet: [' Ann', ' her'],
    incorrectSet: [' Tom', ' him'],
    rule: 'LOGSUMEXP',
  },
];

/** Computes a run by a new guest. @returns its id, and the cookie of the guest. */
export async function computeRun(
  services: TestServices,
  fields: object = {},
): Promise<{ readonly id: string; readonly cookie: string }> {
  const { data, errors, setCookie } = await services.ask(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
    { input: { model: 'fake', pairs: PAIRS, sweeps: ['HEAD_Z'], recompute: true, ...fields } },
  );
  if (errors) throw new Error(errors[0]!.message);
  const { id } = (data as { createRun: { id: string } }).createRun;
  for await (const { status } of followProgress(services, id)) {
    if (status === 'FAILED') throw new Error('the run failed');
  }
  return { id, cookie: setCookie[0]!.split(';')[0]! };
}

/** A run of several metrics, directions and kinds, patterns among them, with edges, joint patches, a control and circuits. */
export async function computeFullRun(services: TestServices) {
  const run = await computeRun(services, {
    sweeps: ['RESID_PRE', 'HEAD_PATTERN', 'HEAD_Z', 'HEAD_PATTERN_BY_POS'],
    directions: ['NOISING', 'DENOISING'],
    metrics: ['PROB', 'RANK'],
  });
  await storeEdges(services, run.id);
  const sites = [
    { site: 'Z', layer: 1, head: 2 },
    { site: 'PATTERN', layer: 0, head: 1, position: 3, src: 2 },
  ];
  const { patchTogether } = await ask<{ patchTogether: { id: string } }>(
    services,
    'mutation ($input: PatchTogetherInput!) { patchTogether(input: $input) { id } }',
    { input: { run: run.id, sites, title: 'Two heads' } },
    run.cookie,
  );
  await ask(
    services,
    'mutation ($id: ID!) { addControl(input: { jointPatch: $id, rule: OTHER_PROMPT, seed: 3 }) { id } }',
    { id: patchTogether.id },
    run.cookie,
  );
  const save = 'mutation ($input: SaveCircuitInput!) { saveCircuit(input: $input) { id } }';
  const nodes = [{ layer: 0, head: 1 }, { layer: 1 }];
  await ask(services, save, { input: { run: run.id, name: 'Two nodes', circuit: { nodes } } }, run.cookie);
  const edges = [{ senderLayer: 0, senderHead: 1, input: 'Q', receiverLayer: 1, receiverHead: 0 }];
  await ask(services, save, { input: { run: run.id, name: 'An edge', circuit: { edges } } }, run.cookie);
  return run;
}

/** The fake engine computes no edges. */
async function storeEdges({ db }: TestServices, runId: string): Promise<void> {
  await db.run.update({ where: { id: runId }, data: { edges: true } });
  const sizes = { layers: FAKE_LAYERS, heads: FAKE_HEADS };
  const edges = 3 * sizes.heads * 1 * sizes.heads;
  for (const direction of ['NOISING', 'DENOISING']) {
    await db.edgeLayer.create({
      data: {
        runId,
        direction,
        layer: 1,
        elapsedMs: 12.5,
        flops: 1,
        modelSha256: 'a'.repeat(64),
        modelDigest: 'd'.repeat(64),
        engineVersion: '3',
        runtime: 'none',
        provider: 'cpu',
        values: {
          create: ['prob', 'rank', 'logit_diff'].map((metric) => ({
            metric,
            values: encodeFloats(
              Array.from({ length: PAIRS.length * edges }, (_, at) => at / 7 + metric.length),
            ),
          })),
        },
      },
    });
  }
}
