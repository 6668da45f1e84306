/** `intervene`, `attribution` and `logitLens` with the real engine on the bundled model. */
import path from 'node:path';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDirectReader } from '../engine/client/client';
import { createCore } from '../engine/worker/core';
import { createModels } from '../models/registry/installed';
import { createTestServices, type TestServices } from '../testing/test-services';
import { runOperation } from './operation';
import { schema } from './schema';

const PAIRS = [
  {
    clean: 'When John and Mary went to the shops, John gave the bag to',
    corrupted: 'When John and Mary went to the shops, Mary gave the bag to',
    correct: ' Mary',
    incorrect: ' John',
  },
  {
    clean: 'When Tom and James went to the park, James gave the ball to',
    corrupted: 'When Tom and James went to the park, Tom gave the ball to',
    correct: ' Tom',
    incorrect: ' James',
  },
];
const EXPERIMENT = { model: 'patchbay-mini', pairs: PAIRS };

const folders = [path.resolve('models')];
const core = createCore({ folders });
let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(async () => {
  await services.dispose();
  await core.close();
});

/** Data of the queries; each has one of them. */
interface Data {
  readonly intervene: { readonly results: readonly Result[]; readonly donors: number[] | null };
  readonly attribution: Readonly<Record<string, number[] | number[][]>>;
  readonly logitLens: { readonly stages: unknown[]; readonly prompts: readonly PromptLens[] };
}

interface PromptLens {
  readonly tokens: { readonly text: string }[];
  readonly logitDiff: number[][];
  readonly rank: number[][];
  readonly predictions: { readonly token: { readonly text: string }; readonly probability: number }[][][];
}

async function ask(
  source: string,
  variables: object,
): Promise<{ data: Data | null; issues: unknown; message: string }> {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const real = {
    ...services,
    models: createModels(folders, createDirectReader()),
    engine: { ...core, status: () => services.engine.status() },
  };
  const exchange = { header: () => null, setCookie: () => {} };
  const { data, errors } = await runOperation(
    { document, variables: variables as Record<string, unknown> },
    exchange,
    real,
  );
  return {
    data: JSON.parse(JSON.stringify(data ?? null)) as Data | null,
    issues: errors?.[0]?.extensions?.['issues'],
    message: errors?.[0]?.message ?? '',
  };
}

interface Result {
  readonly metric: string;
  readonly base: number[];
  readonly source: number[];
  readonly patched: number[];
  readonly singles?: number[][];
}

const INTERVENE = `query ($input: InterveneInput!) {
  intervene(input: $input) { donors results { metric base source patched } }
}`;
const WITH_SINGLES = `query ($input: InterveneInput!) {
  intervene(input: $input) { results { metric base patched singles } }
}`;

async function intervene(input: object, source = INTERVENE) {
  const { data, issues, message } = await ask(source, {
    input: { ...EXPERIMENT, ...input },
  });
  return { results: data?.intervene.results ?? [], donors: data?.intervene.donors ?? null, issues, message };
}

const close = (values: readonly number[]) =>
  values.map((value): number => expect.closeTo(value, 3) as number);

describe('intervene', () => {
  it('gives the source run for all positions of the residual stream', async () => {
    for (const site of ['RESID_PRE', 'RESID_MID', 'RESID_POST']) {
      const { results } = await intervene({ sites: [{ site, layer: 1 }], metrics: ['LOGIT_DIFF', 'PROB'] });
      for (const { base, source, patched } of results) {
        expect(patched, site).toEqual(close(source));
        expect(patched, site).not.toEqual(close(base));
      }
    }
  });

  it('computes the joint effect and that of each site, with the direction', async () => {
    const sites = [0, 1, 2, 3].map((head) => ({ site: 'Z', layer: 1, head }));
    const { results } = await intervene({ sites, direction: 'NOISING' }, WITH_SINGLES);
    const [{ base, patched, singles }] = results as [Required<Result>];
    expect(singles).toHaveLength(4);
    const all = await intervene({ sites: [{ site: 'Z', layer: 1 }], direction: 'NOISING' });
    expect(all.results[0]!.patched).toEqual(close(patched));
    for (const [head, single] of singles.entries()) {
      const alone = await intervene({ sites: [sites[head]], direction: 'NOISING' });
      expect(single).toEqual(close(alone.results[0]!.patched));
    }
    expect(singles.flat()).not.toEqual(close(sites.flatMap(() => base)));
  });

  it('ablates with zeros, means and other prompts', async () => {
    const sites = [{ site: 'MLP_OUT', layer: 0 }];
    const values: number[][] = [];
    for (const change of [
      { value: 'ZERO' },
      { value: 'MEAN' },
      { value: 'MEAN', acrossPositions: true },
      { value: 'MEAN', valueFrom: 'CLEAN' },
      { value: 'RESAMPLE', donors: [1, 0] },
    ]) {
      const { results, message } = await intervene({ sites, ...change });
      expect(message).toBe('');
      values.push(results[0]!.patched);
    }
    const distinct = new Set(values.map((list) => list.map((value) => value.toFixed(3)).join()));
    expect(distinct.size).toBe(values.length);
  });

  it('says which pairs gave the values', async () => {
    const sites = [{ site: 'Z', layer: 0, head: 0 }];
    const seeded = await intervene({ sites, value: 'RESAMPLE', seed: 3 });
    expect(seeded.donors).toEqual([1, 0]);
    const given = await intervene({ sites, value: 'RESAMPLE', donors: [1, 1] });
    expect(given.donors).toEqual([1, 1]);
    expect((await intervene({ sites })).donors).toBeNull();
  });

  it('patches along paths', async () => {
    const sites = [{ site: 'Z', layer: 0, head: 1 }];
    const [direct, toHeads, unreached] = await Promise.all([
      intervene({ sites, path: { receivers: [] } }),
      intervene({
        sites,
        path: { receivers: [{ site: 'V', layer: 1 }], mlps: 'FROZEN', layerNorm: 'FROZEN' },
      }),
      intervene({ sites, path: { receivers: [{ site: 'Q', layer: 0, head: 2 }] } }),
    ]);
    const { base } = direct.results[0]!;
    expect(unreached.results[0]!.patched).toEqual(base);
    expect(direct.results[0]!.patched).not.toEqual(close(base));
    expect(toHeads.results[0]!.patched).not.toEqual(close(base));
  });

  it.each<[object, string, RegExp]>([
    [{ sites: [] }, 'sites', /There is no site/],
    [{ sites: [{ site: 'Z', layer: 99 }] }, 'sites.0.layer', /There is no layer 99; choose 0 to/],
    [{ sites: [{ site: 'Z', layer: 0, head: -1 }] }, 'sites.0.head', /There is no head -1/],
    [{ sites: [{ site: 'MLP_OUT', layer: 0, head: 1 }] }, 'sites.0.head', /has no head/],
    [{ sites: [{ site: 'Z', layer: 0, position: 99 }] }, 'sites.0.position', /There is no position 99/],
    [{ sites: [{ site: 'Z', layer: 0, src: 1 }] }, 'sites.0.src', /Only PATTERN/],
    [
      {
        sites: [
          { site: 'Z', layer: 0 },
          { site: 'Z', layer: 0 },
        ],
      },
      'sites.1',
      /the same as sites.0/,
    ],
    [{ sites: [{ site: 'Z', layer: 0 }], metrics: [] }, 'metrics', /There is no metric/],
    [{ sites: [{ site: 'Z', layer: 0 }], metrics: ['RANK', 'RANK'] }, 'metrics', /requested twice/],
    [{ sites: [{ site: 'Z', layer: 0 }], valueFrom: 'CLEAN' }, 'valueFrom', /belongs to MEAN and RESAMPLE/],
    [{ sites: [{ site: 'Z', layer: 0 }], seed: 1 }, 'seed', /belong to RESAMPLE/],
    [
      { sites: [{ site: 'PATTERN', layer: 0 }], value: 'MEAN', acrossPositions: true },
      'acrossPositions',
      /PATTERN/,
    ],
    [{ sites: [{ site: 'Z', layer: 0 }], value: 'RESAMPLE', donors: [1] }, 'donors', /1 donors for 2 pairs/],
    [{ sites: [{ site: 'Z', layer: 0 }], value: 'RESAMPLE', donors: [1, 2] }, 'donors', /0 to 1/],
    [{ sites: [{ site: 'Z', layer: 0 }], value: 'RESAMPLE', pairs: PAIRS.slice(1) }, 'value', /at least two/],
    [
      { sites: [{ site: 'Z', layer: 0 }], path: { receivers: [{ site: 'Z', layer: 1 }] } },
      'path.receivers.0.site',
      /Q, K or V/,
    ],
    [
      { sites: [{ site: 'Z', layer: 0 }], path: { receivers: [], layerNorm: 'FROZEN' } },
      'path.layerNorm',
      /needs receivers/,
    ],
    [
      { sites: [{ site: 'Z', layer: 0 }], pairs: [{ ...PAIRS[0], correct: ' Mary Ann' }] },
      'pairs.0.correct',
      /token/,
    ],
  ])('refuses %j at %s', async (input, field, message) => {
    const { issues } = await intervene(input);
    expect(issues).toContainEqual({ path: field, message: expect.stringMatching(message) as string });
  });
});

describe('attribution', () => {
  const ATTRIBUTION = `query ($model: ID!, $pairs: [PromptPairInput!]!, $on: RunSide!) {
    attribution(model: $model, pairs: $pairs, on: $on) { heads mlps attnBias embed posEmbed bias }
  }`;

  it.each(['CLEAN', 'CORRUPTED'])('adds up to the logit difference, %s', async (on) => {
    const { data } = await ask(ATTRIBUTION, {
      ...EXPERIMENT,
      on,
    });
    const shares = Object.values(data!.attribution);
    const { results } = await intervene({ sites: [{ site: 'Z', layer: 0 }] });
    const { base, source } = results[0]!;
    const wanted = on === 'CLEAN' ? source : base;
    wanted.forEach((logitDiff, prompt) => {
      const numbers = shares.flatMap((byPrompt) => [byPrompt[prompt]!].flat(3));
      expect(numbers.reduce((sum, value) => sum + value, 0)).toBeCloseTo(logitDiff, 3);
    });
  });
});

describe('neurons of an attribution', () => {
  const NEURONS = `query ($model: ID!, $pairs: [PromptPairInput!]!, $layer: Int!, $top: Int) {
    attribution(model: $model, pairs: $pairs) { neurons(layer: $layer, top: $top) { neuron mean perPrompt } }
  }`;
  interface NeuronShare {
    readonly neuron: number;
    readonly mean: number;
    readonly perPrompt: number[];
  }

  it('lists those with the largest shares first', async () => {
    const { data } = await ask(NEURONS, { ...EXPERIMENT, layer: 1, top: 5 });
    const { neurons } = data!.attribution as unknown as { neurons: NeuronShare[] };
    expect(neurons).toHaveLength(5);
    const sizes = neurons.map(({ mean }) => Math.abs(mean));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(sizes[0]).toBeGreaterThan(0.01);
    for (const { mean, perPrompt } of neurons)
      expect((perPrompt[0]! + perPrompt[1]!) / 2).toBeCloseTo(mean, 5);
  });

  it('refuses a layer that is not there', async () => {
    const { issues } = await ask(NEURONS, { ...EXPERIMENT, layer: 4, top: 5 });
    expect(issues).toEqual([{ path: 'layer', message: 'There is no layer 4; choose 0 to 3.' }]);
  });
});

describe('logitLens', () => {
  const LENS = `query ($model: ID!, $pairs: [PromptPairInput!]!, $on: RunSide, $includeMid: Boolean, $lastPosition: Boolean, $top: Int) {
    logitLens(model: $model, pairs: $pairs, on: $on, includeMid: $includeMid, lastPosition: $lastPosition, top: $top) {
      stages { site layer }
      prompts {
        tokens { text }
        logitDiff
        rank
        predictions { token { text } probability }
      }
    }
  }`;

  it('reads every stage at every position, the last one as the model predicts', async () => {
    const variables = { ...EXPERIMENT, on: 'CORRUPTED', includeMid: true, lastPosition: false, top: 2 };
    const { data } = await ask(LENS, variables);
    const { stages, prompts } = data!.logitLens;
    expect(stages.slice(0, 3)).toEqual([
      { site: 'RESID_PRE', layer: 0 },
      { site: 'RESID_MID', layer: 0 },
      { site: 'RESID_PRE', layer: 1 },
    ]);
    expect(stages.at(-1)).toMatchObject({ site: 'RESID_POST' });
    expect(prompts).toHaveLength(2);
    const [{ tokens, logitDiff, rank, predictions }] = prompts as [PromptLens];
    expect(tokens.map(({ text }) => text).slice(0, 3)).toEqual(['<|endoftext|>', 'When', ' John']);
    expect(logitDiff).toHaveLength(stages.length);
    expect(logitDiff[0]).toHaveLength(tokens.length);
    const next = predictions.at(-1)!.at(-1)!;
    expect(next).toHaveLength(2);
    // Mary gave the bag to John.
    expect(next[0]!.token.text).toBe(' John');
    expect(next[0]!.probability).toBeGreaterThan(next[1]!.probability);
    expect(rank.at(-1)!.at(-1)).toBeGreaterThan(0);

    const last = await ask(LENS, { ...variables, includeMid: false, lastPosition: true });
    const [ofLast] = last.data!.logitLens.prompts as [PromptLens];
    expect(ofLast.tokens).toEqual(tokens.slice(-1));
    expect(ofLast.logitDiff.at(-1)![0]).toBeCloseTo(logitDiff.at(-1)!.at(-1)!, 4);
  });

  it('refuses more tokens than it lists', async () => {
    const { message } = await ask(LENS, {
      ...EXPERIMENT,
      on: 'CLEAN',
      includeMid: false,
      lastPosition: true,
      top: 11,
    });
    expect(message).toContain('10');
  });
});

describe('windows, noise and vectors', () => {
  const QUERY = `query ($input: InterveneInput!) {
    intervene(input: $input) {
      noiseStd
      results { base source patched singles layerSingles }
    }
  }`;
  const send = async (input: object) => {
    const { data, issues, message } = await ask(QUERY, { input: { ...EXPERIMENT, ...input } });
    const [result] = (data?.intervene.results ?? []) as unknown as (Result & {
      layerSingles: number[][][];
    })[];
    const noiseStd = (data?.intervene as { noiseStd?: number | null } | undefined)?.noiseStd;
    return { result, noiseStd, issues, message };
  };

  it('patches neighbouring layers together, beside each of them', async () => {
    const { result } = await send({
      sites: [
        { site: 'MLP_OUT', layer: 0 },
        { site: 'MLP_OUT', layer: 1 },
      ],
      layers: 2,
    });
    const one = async (layers: readonly number[]) =>
      (await send({ sites: layers.map((layer) => ({ site: 'MLP_OUT', layer })) })).result!.patched;
    expect(result!.singles![0]).toEqual(await one([0, 1]));
    expect(result!.singles![1]).toEqual(await one([1, 2]));
    // Layer 1 is in both windows and is patched once.
    expect(result!.patched).toEqual(await one([0, 1, 2]));
    expect(result!.layerSingles[0]).toEqual([await one([0]), await one([1])]);
    expect(result!.layerSingles[1]).toEqual([await one([1]), await one([2])]);
  });

  it('puts noise in the place of the corrupted prompts, by default where prompts differ', async () => {
    const sites = [{ site: 'RESID_PRE', layer: 0 }];
    const { result, noiseStd } = await send({ sites, noise: { std: 3, samples: 2, seed: 5 } });
    expect(noiseStd).toBeGreaterThan(0);
    const plain = (await send({ sites })).result!;
    expect(result!.source).toEqual(plain.source);
    expect(result!.base).not.toEqual(plain.base);
    // All of the residual stream is restored.
    result!.patched.forEach((value, prompt) => expect(value).toBeCloseTo(result!.source[prompt]!, 3));
    const where = await send({ sites, noise: { positions: [10], std: 3, samples: 2, seed: 5 } });
    expect(where.result!.base).toEqual(result!.base);
  });

  it('adds a vector to the base run', async () => {
    const vector = Array.from({ length: 128 }, (_, index) => (index % 2 === 0 ? 3 : -3));
    const input = { sites: [{ site: 'RESID_PRE', layer: 2, position: 5 }], value: 'VECTOR', vector };
    const { result, message } = await send(input);
    expect(message).toBe('');
    expect(result!.patched).not.toEqual(result!.base);
    const zero = await send({ ...input, vector: vector.map(() => 0) });
    zero.result!.patched.forEach((value, prompt) => expect(value).toBeCloseTo(zero.result!.base[prompt]!, 4));
  });

  it.each<[string, object, string]>([
    ['a window past the last layer', { sites: [{ site: 'MLP_OUT', layer: 3 }], layers: 2 }, 'sites.0.layer'],
    ['a window without layers', { sites: [{ site: 'MLP_OUT', layer: 0 }], layers: 0 }, 'layers'],
    ['noise without samples', { sites: [{ site: 'Z', layer: 0 }], noise: { samples: 0 } }, 'noise.samples'],
    [
      'noise at no position',
      { sites: [{ site: 'Z', layer: 0 }], noise: { positions: [] } },
      'noise.positions',
    ],
    [
      'noise past the prompt',
      { sites: [{ site: 'Z', layer: 0 }], noise: { positions: [99] } },
      'noise.positions.0',
    ],
    ['means over noise', { sites: [{ site: 'Z', layer: 0 }], value: 'MEAN', noise: {} }, 'valueFrom'],
    ['no vector', { sites: [{ site: 'Z', layer: 0 }], value: 'VECTOR' }, 'vector'],
    [
      'a vector of another length',
      { sites: [{ site: 'Z', layer: 0 }], value: 'VECTOR', vector: [1, 2] },
      'vector',
    ],
    ['a vector for another value', { sites: [{ site: 'Z', layer: 0 }], vector: [1] }, 'vector'],
    [
      'a vector in two layers',
      {
        sites: [
          { site: 'Z', layer: 0 },
          { site: 'Z', layer: 1 },
        ],
        value: 'VECTOR',
        vector: [1],
      },
      'sites.1',
    ],
    [
      'a vector for MLPs',
      { sites: [{ site: 'MLP_OUT', layer: 0 }], value: 'VECTOR', vector: [1] },
      'sites.0.site',
    ],
  ])('refuses %s', async (_what, input, field) => {
    const { issues } = await send(input);
    expect(issues).toEqual(expect.arrayContaining([expect.objectContaining({ path: field })]));
  });
});
