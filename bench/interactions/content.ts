/** A site with what people would have on it: a gallery, runs of several sizes, prompt sets, a collection, an account. */
import path from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { PRESETS } from '../../domain/presets';
import { SWEEP_KINDS } from '../../domain/sites';
import { openDatabase } from '../../server/db';
import { fillGallery } from '../site/fill';
import { isNotebook, makeSlug } from '../site/made-up';
import { ALL_HEADS, storeModel, storeRun } from '../site/stored-run';

const FINDINGS = 60;
/** Heads that stand out in the stored runs. */
const HEADS = [
  [9, 9],
  [9, 6],
  [10, 0],
  [7, 3],
] as const;
const MODEL = 'patchbay-mini';
const IOI = PRESETS.find(({ id }) => id === 'ioi')!;

/** What the addresses of pages name. */
export interface Content {
  readonly url: string;
  /** A finding with all the notebook's sweeps and attention patterns. */
  readonly finding: string;
  /** A run of 12 layers by 12 heads whose prompts have 122 tokens. */
  readonly longRun: string;
  /** 1,024 tokens: 12,288 cells, and attention patterns of a million. */
  readonly largestRun: string;
  /** Eight pairs and every sweep on the bundled model, computed. */
  readonly computedRun: string;
  readonly promptSet: string;
  readonly collection: string;
}

/** Fills the database of a running site. @param context of a browser; it signs up, as an administrator. */
export async function fillSite(url: string, data: string, context: BrowserContext): Promise<Content> {
  const file = `file:${path.join(data, 'patchbay.db')}`;
  await fillGallery(file, FINDINGS);
  const db = openDatabase(file);
  await storeModel(db);
  const notebook = [...IOI.sweeps, 'HEAD_PATTERN'] as const;
  await storeRun(db, {
    id: 'long',
    tokens: 122,
    prompts: 4,
    kinds: [...new Set(notebook)],
    heads: HEADS,
    patterns: ALL_HEADS,
  });
  await storeRun(db, {
    id: 'largest',
    tokens: 1024,
    prompts: 1,
    kinds: ['RESID_PRE', 'HEAD_Z'],
    heads: HEADS,
    patterns: HEADS,
  });
  await db.$disconnect();
  await signUp(context, url);
  const ask = createClient(context, url);
  const { createRun } = await ask('mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }', {
    model: MODEL,
    pairs: IOI.pairs,
    sweeps: SWEEP_KINDS,
    direction: 'DENOISING',
  });
  const { createPromptSet } = await ask(
    'mutation ($input: CreatePromptSetInput!) { createPromptSet(input: $input) { id } }',
    { name: 'Indirect objects', pairs: IOI.pairs, model: MODEL },
  );
  const finding = makeSlug(Array.from({ length: FINDINGS }, (_, at) => FINDINGS - 1 - at).find(isNotebook)!);
  const { createCollection } = await ask(
    'mutation ($input: CollectionInput!) { createCollection(input: $input) { slug } }',
    {
      title: 'Names',
      items: Array.from({ length: 12 }, (_, at) => ({ finding: makeSlug(at) })),
    },
  );
  const computedRun = createRun!['id']!;
  await waitForRun(context, url, computedRun);
  return {
    url,
    finding,
    longRun: 'long',
    largestRun: 'largest',
    computedRun,
    promptSet: createPromptSet!['id']!,
    collection: createCollection!['slug']!,
  };
}

async function signUp(context: BrowserContext, url: string): Promise<void> {
  const response = await context.request.post(`${url}/api/auth/sign-up/email`, {
    headers: { origin: url },
    data: { name: 'Bench', email: 'bench@example.org', password: 'correct horse battery' },
  });
  if (!response.ok()) throw new Error(`no account: ${await response.text()}`);
}

type Created = Record<string, Record<string, string> | undefined>;

function createClient(context: BrowserContext, url: string) {
  return async (query: string, input: object): Promise<Created> => {
    const response = await context.request.post(`${url}/api/graphql`, {
      headers: { origin: url },
      data: { query, variables: { input } },
    });
    const { data, errors } = (await response.json()) as { data: Created; errors?: object[] };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
}

async function waitForRun(context: BrowserContext, url: string, id: string): Promise<void> {
  const query = `{ run(id: "${id}", settleMs: 1000) { status } }`;
  for (;;) {
    const response = await context.request.post(`${url}/api/graphql`, { data: { query } });
    const { status } = ((await response.json()) as { data: { run: { status: string } } }).data.run;
    if (status === 'SUCCEEDED') return;
    if (status === 'FAILED') throw new Error(`run ${id} has failed`);
  }
}
