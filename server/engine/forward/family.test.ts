/**
 * GPT-2 small, distilgpt2 and GPT-2 medium in the layouts of their published files, with seeded weights: logits equal those of
 * TransformerLens, in a memory that holds one model at a time.
 */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CATALOGUE } from '../../models/hub/catalogue';
import { writeGpt2Layout, type Gpt2LayoutName } from '../../testing/gpt2-layout';
import { createCore } from '../worker/core';
import { readGolden } from '../golden/read-golden';
import type { StoredDtype } from '../golden/seeded-weights';
import { readMetric, type Computation, type TokenPair } from '../api';
import { createModelDirectories } from '../models/models';
import { createTokenizer } from '../models/tokenizer';

interface FamilyGolden {
  readonly seed: number;
  readonly models: Record<
    'distilgpt2' | 'gpt2-medium',
    {
      readonly pair: TokenPair;
      readonly baseline: { readonly clean: number; readonly corrupted: number };
      readonly top10: { readonly ids: number[]; readonly logits: number[] };
    }
  >;
}

const DTYPES: Record<Gpt2LayoutName, StoredDtype> = { gpt2: 'F32', distilgpt2: 'F16', 'gpt2-medium': 'BF16' };
const NAMES = Object.keys(DTYPES) as Gpt2LayoutName[];
let folder: string;
let core: Computation;
let golden: FamilyGolden;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'patchbay-family-'));
  golden = JSON.parse(
    await readFile(path.join('models', 'reference', 'golden', 'family.json'), 'utf8'),
  ) as FamilyGolden;
  for (const name of NAMES) {
    await writeGpt2Layout(path.join(folder, name), name, golden.seed, { dtype: DTYPES[name] });
  }
  // Half of it is for models; GPT-2 medium alone is larger.
  core = createCore({ folders: [folder], maxBytes: 1.2e9 });
}, 180_000);
afterAll(async () => {
  await core.close();
  await rm(folder, { recursive: true, force: true });
});

it('are listed with the sizes that the catalogue names', async () => {
  const listed = await createModelDirectories([folder]).list();
  expect(listed.map(({ id, unavailable }) => [id, unavailable])).toEqual([
    ['distilgpt2', null],
    ['gpt2', null],
    ['gpt2-medium', null],
  ]);
  for (const { id, parameters } of listed) {
    expect(parameters).toBe(CATALOGUE.find((entry) => entry.id === id)!.parameters);
  }
  // The size of the published file, header included.
  const { size } = await stat(path.join(folder, 'gpt2', 'model.safetensors'));
  expect(size).toBe(548_105_171);
});

it("split the notebook's prompts as GPT-2 does", async () => {
  const tokenizer = createTokenizer(await readFile(path.join(folder, 'gpt2', 'tokenizer.json'), 'utf8'));
  const prompt = 'When John and Mary went to the shops,  John gave the bag to';
  const ids = tokenizer.tokens(prompt, true).map(({ id }) => id);
  expect(ids).toHaveLength(16);
  expect(ids.slice(9, 12)).toEqual([11, 220, 1757]);
  // Token ids of TransformerLens' published prompt set.
  const answers = [' Mary', ' John', ' Tom', ' James', ' Dan', ' Sid', ' Martin', ' Amy'];
  expect(answers.flatMap((answer) => tokenizer.encode(answer))).toEqual([
    5335, 1757, 4186, 3700, 6035, 15686, 5780, 14235,
  ]);
});

it('give the logits of TransformerLens, in turns, in a memory that does not hold them all', async () => {
  const small = (await readGolden('gpt2-small-shape')).sets[0]!;
  const expectations: [Gpt2LayoutName, readonly number[], readonly number[], ArrayLike<number>][] = [
    ['gpt2', small.pairs[0]!.clean, small.top10[0]!.ids, small.top10[0]!.logits],
    ...(['distilgpt2', 'gpt2-medium'] as const).map((name): (typeof expectations)[number] => [
      name,
      golden.models[name].pair.clean,
      golden.models[name].top10.ids,
      golden.models[name].top10.logits,
    ]),
  ];
  for (const [name, prompt, ids, logits] of [...expectations, expectations[0]!]) {
    const predicted = await core.predict(name, prompt, 10);
    expect(predicted.map(({ tokenId }) => tokenId)).toEqual(ids);
    predicted.forEach(({ logit }, rank) => expect(Math.abs(logit - logits[rank]!)).toBeLessThan(1e-4));
  }
  // All at once: no model is released while it is used.
  const all = await Promise.all(expectations.map(([name, prompt]) => core.predict(name, prompt, 1)));
  expect(all.map(([first]) => first!.tokenId)).toEqual(expectations.map(([, , ids]) => ids[0]));
}, 180_000);

it.each(['distilgpt2', 'gpt2-medium'] as const)(
  "give TransformerLens' logit differences: %s",
  async (name) => {
    const { pair, baseline } = golden.models[name];
    const { values } = await core.baseline({ model: name, direction: 'DENOISING', pairs: [pair] });
    const { clean, corrupted } = readMetric(values, 'logit_diff');
    const tolerance = 1e-5 * Math.max(1, Math.abs(baseline.clean - baseline.corrupted));
    expect(Math.abs(clean[0]! - baseline.clean)).toBeLessThan(tolerance);
    expect(Math.abs(corrupted[0]! - baseline.corrupted)).toBeLessThan(tolerance);
  },
);
