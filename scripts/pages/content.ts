/** A site with what a small group would have on it: runs, findings, a replication, a refutation, a collection, prompt sets. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { PRESETS, type PairTexts } from '../../domain/presets';
import { writeSeededModel } from '../../server/engine/golden/seeded-weights';

const MODEL = 'patchbay-mini';
/** Layers and heads of GPT-2 small. Its weights are seeded, so its numbers mean nothing; it shows sizes. */
const SEEDED = 'narrow-12x12';

/** Prompts of about 120 tokens that differ in the last sentence only. */
const STORY = [
  'The day was long and the road was wet, and the people of the town were tired of the rain.',
  'They walked past the old mill and the river, and nobody said a word.',
].join(' ');
const LONG: readonly PairTexts[] = [
  {
    clean: `${STORY} ${STORY} Then John and Mary went to the park, John gave the ball to`,
    corrupted: `${STORY} ${STORY} Then John and Mary went to the park, Mary gave the ball to`,
    correct: ' Mary',
    incorrect: ' John',
  },
];

/** Addresses of pages. */
export interface Content {
  readonly finding: string;
  /** Eight pairs, all sweeps of the notebook in both directions, on the bundled model. */
  readonly run: string;
  /** The same pairs on the model of 12 layers by 12 heads. */
  readonly seededRun: string;
  /** Long prompts on that model. */
  readonly longRun: string;
  readonly promptSet: string;
  readonly collection: string;
  readonly person: string;
}

type Answer = Record<string, Record<string, string>>;
export type Ask = (document: string, variables?: object) => Promise<Answer>;

/** Writes the seeded model into a folder of models. */
export async function writeModel(folder: string): Promise<void> {
  const tokenizer = await readFile(path.join('models', MODEL, 'tokenizer.json'), 'utf8');
  const shape = { n_layer: 12, n_head: 12, n_embd: 192, n_inner: 768, n_positions: 1024, vocab_size: 1536 };
  await writeSeededModel(path.join(folder, SEEDED), shape, 1, { tokenizer });
}

/** Signs somebody up. @returns a function that sends operations as that person. */
export async function signUp(context: BrowserContext, url: string, name: string): Promise<Ask> {
  const response = await context.request.post(`${url}/api/auth/sign-up/email`, {
    headers: { origin: url },
    data: { name, email: `${name.split(' ')[0]}@example.org`, password: 'correct horse battery' },
  });
  if (!response.ok()) throw new Error(`no account for ${name}: ${await response.text()}`);
  return async (query, variables = {}) => {
    const answer = await context.request.post(`${url}/api/graphql`, {
      headers: { origin: url },
      data: { query, variables },
    });
    const { data, errors } = (await answer.json()) as { data: Answer; errors?: object[] };
    if (errors) throw new Error(`${query.slice(0, 80)}: ${JSON.stringify(errors)}`);
    return data;
  };
}

/** Fills the site as Ada, with answers of Ben. */
export async function fillSite(ada: Ask, ben: Ask): Promise<Content> {
  const run = await compute(ada, 'ioi', { directions: ['DENOISING', 'NOISING'] });
  const facts = await compute(ada, 'facts');
  const pronouns = await compute(ben, 'pronouns');
  const finding = await publish(ada, run, {
    title: 'Heads of layers 1 and 2 move the name to the end',
    summary: `Patching the output of [[L1H2]] restores most of the answer. The residual stream shows where:

- before [[L1]] the information is at the second subject;
- after [[L2]] it is at the last position.

> The effect is the same in both directions.

[[L1H1]] adds to it; the other heads of the layer do not matter.`,
    tags: ['ioi', 'name-movers'],
    claims: ['z[1.2] > 0.2', 'z[0.0] < 0.1', 'z[2.1] > 0.3'],
  });
  await publish(ada, facts, {
    title: 'The haunted house needs no attention after layer 1',
    summary: 'The output of [[L0]] at the word decides the fact.',
    tags: ['facts'],
    claims: ['attn[0 @ 2] > 0.5'],
  });
  await publish(ben, pronouns, {
    title: 'Which pronoun follows a name is decided by its first token',
    summary: 'The residual stream at the name alone restores the pronoun.',
    tags: ['pronouns'],
    claims: ['z[1.2] > 0.2'],
  });
  await answer(ben, finding, pronouns);
  const { createPromptSet } = await ada(
    'mutation ($input: CreatePromptSetInput!) { createPromptSet(input: $input) { id } }',
    {
      input: {
        name: 'Indirect objects, several templates',
        description: 'Two names, one is repeated. Names from a list of 20.',
        source: 'Wang et al. 2022',
        licence: 'CC BY 4.0',
        visibility: 'PUBLIC',
        family: { family: 'ioi', seed: 3, count: 60 },
      },
    },
  );
  const { findings } = (await ada('{ findings(first: 5) { edges { node { slug } } } }')) as unknown as {
    findings: { edges: { node: { slug: string } }[] };
  };
  const { createCollection } = await ada(
    'mutation ($input: CollectionInput!) { createCollection(input: $input) { slug } }',
    {
      input: {
        title: 'Indirect objects, step by step',
        visibility: 'PUBLIC',
        items: [
          { text: 'Begin with the finding on the notebook’s own prompts, then look at how far it holds.' },
          ...findings.edges.map(({ node }) => ({ finding: node.slug })),
        ],
      },
    },
  );
  const { viewer } = await ada('{ viewer { id } }');
  const longRun = await compute(ada, 'ioi', { model: SEEDED, pairs: LONG });
  const seededRun = await compute(ada, 'ioi', { model: SEEDED });
  return {
    finding,
    run,
    seededRun,
    longRun,
    promptSet: createPromptSet!['id']!,
    collection: createCollection!['slug']!,
    person: viewer!['id']!,
  };
}

async function compute(ask: Ask, id: string, experiment: object = {}): Promise<string> {
  const { pairs, sweeps } = PRESETS.find((preset) => preset.id === id)!;
  const input = { model: MODEL, pairs, sweeps, recompute: true, visibility: 'PUBLIC', ...experiment };
  const { createRun } = await ask('mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }', {
    input,
  });
  const run = createRun!['id']!;
  await waitFor(ask, run);
  return run;
}

async function waitFor(ask: Ask, run: string): Promise<void> {
  for (;;) {
    const { status } = (await ask(`{ run(id: "${run}", settleMs: 1000) { status } }`))['run']!;
    if (status === 'SUCCEEDED') return;
    if (status !== 'QUEUED' && status !== 'RUNNING') throw new Error(`run ${run} is ${status}`);
  }
}

async function publish(ask: Ask, runId: string, text: object): Promise<string> {
  const { publishFinding } = await ask(
    'mutation ($input: PublishFindingInput!) { publishFinding(input: $input) { slug } }',
    { input: { runId, ...text } },
  );
  return publishFinding!['slug']!;
}

/** Replicates, refutes, stars and comments on a finding of somebody else. */
async function answer(ask: Ask, finding: string, otherRun: string): Promise<void> {
  const { replicateFinding } = (await ask(
    'mutation ($finding: ID!) { replicateFinding(findingId: $finding) { run { id } } }',
    { finding },
  )) as unknown as { replicateFinding: { run: { id: string } } };
  await waitFor(ask, replicateFinding.run.id);
  await ask(
    `mutation ($finding: ID!, $run: ID!, $note: String!) {
      attachEvidence(findingId: $finding, runId: $run, stance: REFUTES, note: $note) { id }
    }`,
    { finding, run: otherRun, note: 'With pronouns instead of names the heads of layer 2 do not matter.' },
  );
  await ask('mutation ($finding: ID!) { starFinding(findingId: $finding) { id } }', { finding });
  await ask(
    'mutation ($finding: ID!, $text: String!) { addComment(findingId: $finding, text: $text) { id } }',
    {
      finding,
      text: 'Does [[L1H2]] still move the name when both names are one token longer?',
    },
  );
}
