/** Comparing a model with published values: all can match, and each value can differ. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore } from '../../engine/worker/core';
import { createTokenizer, type Tokenizer } from '../../engine/models/tokenizer';
import { writeSeededModel } from '../../engine/golden/seeded-weights';
import { siteOfKind } from '../../../domain/sites';
import type { Computation, Experiment, SweepKind } from '../../engine/api';
import { mean } from '../../../domain/effect';
import { gpt2Tokenizer } from '../../testing/gpt2-layout';
import { findPublishedValues, type PublishedExperiment, type PublishedValues } from './published-values';
import { summarizeVerification, verifyModel, type VerificationRow } from './verify';

const GPT2 = findPublishedValues('gpt2')!;
const LAYERS = 12;
const HEADS = 12;

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = createTokenizer(await gpt2Tokenizer());
});

/** An engine that gives the figures as they are printed; for everything else that is asked, zero. */
function createPrinter(figures: PublishedValues): Pick<Computation, 'run' | 'predict'> {
  return {
    async predict(_model, prompt) {
      const { rows } = figures.predictions.find(
        (expected) =>
          tokenizer
            .tokens(expected.prompt, true)
            .map(({ id }) => id)
            .join() === prompt.join(),
      )!;
      return rows.map(([token, logit, percent], rank) => ({
        tokenId: tokenizer.encode(token)[0]!,
        logit: Number(logit.printed),
        probability: Number(percent.printed) / 100,
        rank,
      }));
    },
    async run(experiment, kinds, { onEvent }) {
      const expected = figures.experiments.find(({ pairs }) => asksAbout(experiment, pairs[0]!.clean))!;
      const corrupted = Float32Array.from(expected.pairs, () => Number(expected.corrupted.printed));
      const computedBy = {
        modelSha256: '',
        modelDigest: '',
        engineVersion: '',
        runtime: '',
        provider: 'cpu',
      };
      onEvent({
        type: 'baseline',
        baseline: { values: { logit_diff: { clean: readClean(expected), corrupted } }, byDirection: {} },
        computedBy,
      });
      for (const kind of kinds) onEvent({ type: 'sweep', sweep: makeSweep(expected, kind, experiment) });
      return {
        ...computedBy,
        elapsedMs: 1,
        checks: [{ name: 'SELF_PATCH', direction: 'DENOISING', maxAbsDifference: 0, passed: true }],
      };
    },
  };
}

/** Logit differences as printed for each prompt, moved together so that their mean is the printed one, which is another run's. */
function readClean({ clean, pairs, perPrompt }: PublishedExperiment): Float32Array {
  const printed = pairs.map((_, prompt) => Number((perPrompt[prompt] ?? clean).printed));
  const off = Number(clean.printed) - mean(printed);
  return Float32Array.from(printed, (value) => value + off);
}

function asksAbout({ pairs }: Experiment, prompt: string): boolean {
  return (
    pairs[0]!.clean.join() ===
    tokenizer
      .tokens(prompt, true)
      .map(({ id }) => id)
      .join()
  );
}

function makeSweep(expected: PublishedExperiment, kind: SweepKind, { pairs }: Experiment) {
  const { axes } = siteOfKind(kind);
  const columns = axes[1] === 'head' ? HEADS : pairs[0]!.clean.length;
  const gap = Number(expected.clean.printed) - Number(expected.corrupted.printed);
  const recoveries = new Float64Array(LAYERS * columns);
  for (const { layer, index, recovery, ...cell } of expected.cells) {
    if (cell.kind === kind) recoveries[layer * columns + index] = Number(recovery.printed);
  }
  for (const [rank, name] of expected.topValueHeads.entries()) {
    const [, layer, head] = /^L(\d+)H(\d+)$/.exec(name)!.map(Number);
    if (kind === 'HEAD_V') recoveries[layer! * columns + head!] = 0.5 - rank / 10;
  }
  const values = Float32Array.from(
    pairs.flatMap(() => [...recoveries].map((value) => Number(expected.corrupted.printed) + value * gap)),
  );
  return {
    kind,
    direction: 'DENOISING' as const,
    axes,
    shape: [LAYERS, columns],
    values: { logit_diff: values },
    elapsedMs: 1,
    flops: 1,
  };
}

const verify = (figures: PublishedValues): Promise<VerificationRow[]> =>
  verifyModel(createPrinter(figures), tokenizer, 'gpt2');
const differing = (rows: readonly VerificationRow[]): string[] =>
  rows.filter(({ passed }) => !passed).map(({ group, name }) => `${group}: ${name}`);

/** The figures with every printed number moved by `units` of its last digit, one figure at a time. */
function* moved(units: number): Generator<PublishedValues> {
  const text = JSON.stringify(GPT2);
  const numbers = [...text.matchAll(/"printed":"(-?[\d.]+)"/g)];
  for (const match of numbers) {
    const [whole, printed] = match;
    const decimals = printed!.split('.')[1]?.length ?? 0;
    const other = (Number(printed) + units * 10 ** -decimals).toFixed(decimals + 3);
    yield JSON.parse(
      text.slice(0, match.index) + `"printed":"${other}"` + text.slice(match.index + whole.length),
    ) as PublishedValues;
  }
}

describe("GPT-2's figures", () => {
  it('agree with an engine that gives them as printed, value by value', async () => {
    const rows = await verify(GPT2);
    expect(differing(rows)).toEqual([]);
    const { experiments, predictions } = GPT2;
    const [notebook, demo] = experiments;
    expect(notebook!.clean.printed).toBe('2.7098');
    expect(demo!.perPrompt).toHaveLength(8);
    expect(rows).toHaveLength(3 * 20 + (2 + 1 + 1) + (2 + 8 + demo!.cells.length + 1));
    expect(summarizeVerification(rows)).toBe('86/86 published values match, 2/2 self-checks pass');
    expect(predictions.flatMap(({ rows: all }) => all)).toHaveLength(20);
  });

  it('allow what printing hides', async () => {
    for (const figures of moved(0.49)) expect(differing(await verify(figures))).toEqual([]);
  });

  it('differ, each for itself, where a measured value is further off than printing and source allow', async () => {
    const seen = new Set<string>();
    // The most that a source is uncertain by is ten units of the last digit.
    for (const figures of moved(15)) {
      const [first, ...others] = differing(await verify(figures));
      expect(first).toBeDefined();
      seen.add(first!);
      // A mean is also what recoveries are measured by.
      if (!/mean logit difference|of prompt/.test(first!)) expect(others).toEqual([]);
    }
    const numbers = (await verify(GPT2)).filter(
      ({ difference, published }) => difference !== null && published,
    );
    expect(seen.size).toBe(numbers.length);
  });

  it('differ where another token or other heads come first', async () => {
    const [white] = GPT2.predictions;
    const [first, second, ...rest] = white!.rows;
    const swapped = {
      ...GPT2,
      predictions: [{ ...white!, rows: [second!, first!, ...rest] }, GPT2.predictions[1]!],
    };
    expect(differing(await verify(swapped))).toEqual(
      [0, 1]
        .flatMap((rank) => [`token ${rank}`, `logit of token ${rank}`, `probability of token ${rank}, %`])
        .map((name) => `Notebook, White House: ${name}`),
    );
    const [notebook, demo] = GPT2.experiments;
    const heads = {
      ...GPT2,
      experiments: [{ ...notebook!, topValueHeads: ['L7H3', 'L7H9', 'L8H6', 'L0H0'] }, demo!],
    };
    expect(differing(await verify(heads))).toEqual([
      'Notebook, indirect objects: top 4 heads by value patching',
    ]);
  });
});

describe('the bundled model', () => {
  const id = 'patchbay-mini';
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'patchbay-verify-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const verifyIn = async (models: string): Promise<VerificationRow[]> => {
    const core = createCore({ folders: [models] });
    try {
      const words = await readFile(path.join(models, id, 'tokenizer.json'), 'utf8');
      return await verifyModel(core, createTokenizer(words), id);
    } finally {
      await core.close();
    }
  };

  it("agrees with TransformerLens' figures of it", async () => {
    const rows = await verifyIn(path.resolve('models'));
    expect(differing(rows)).toEqual([]);
    expect(rows.length).toBeGreaterThan(30);
  });

  it('with other weights differs in every figure, while the engine’s own checks hold', async () => {
    const [config, words] = await Promise.all(
      ['config.json', 'tokenizer.json'].map((file) => readFile(path.join('models', id, file), 'utf8')),
    );
    const { n_layer, n_head, n_embd, n_positions, vocab_size } = JSON.parse(config!) as Record<
      string,
      number
    >;
    const shape = { n_layer, n_head, n_embd, n_inner: 4 * n_embd!, n_positions, vocab_size } as Parameters<
      typeof writeSeededModel
    >[1];
    await writeSeededModel(path.join(folder, id), shape, 1, { config: config!, tokenizer: words! });
    const rows = await verifyIn(folder);
    for (const { name, passed, measured, published } of rows)
      expect(passed, `${name} ${measured}`).toBe(!published);
  });
});

it('has nothing to hold an unknown model against', async () => {
  await expect(verifyModel(createPrinter(GPT2), tokenizer, 'unknown')).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});
