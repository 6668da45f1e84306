/** Answers of several tokens through the API, computed by the engine on a small model. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { computeRun, startSeededEngine, type SeededEngine } from '../testing/seeded-engine';
import { createTestServices, type TestServices } from '../testing/test-services';

/** One token a word. */
const several = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary and John',
  incorrect: ' John',
};
const single = { ...several, correct: ' Mary' };
const set = { ...several, correct: null, correctSet: [' Mary', ' Ann'] };
const CREATE = `mutation ($input: CreateRunInput!) { createRun(input: $input) { id wholeAnswers metrics
  pairs { correct correctToken { id text } correctTokens { text } correctSet whole { correct { id text } incorrect { text } } } } }`;

interface Created {
  readonly id: string;
  readonly wholeAnswers: boolean;
  readonly pairs: readonly {
    readonly correct: string;
    readonly correctToken: { readonly id: number; readonly text: string };
    readonly correctTokens: readonly { readonly text: string }[];
    readonly correctSet: readonly string[] | null;
    readonly whole: {
      readonly correct: readonly { readonly id: number; readonly text: string }[];
      readonly incorrect: readonly { readonly text: string }[];
    } | null;
  }[];
}

let seeded: SeededEngine;
let services: TestServices;

beforeAll(async () => {
  seeded = await startSeededEngine();
});
afterAll(() => seeded.close());
beforeEach(async () => {
  services = await createTestServices();
  seeded.replace(services.engine);
});
afterEach(() => services.dispose());

const INPUT = { model: 'fake', sweeps: ['RESID_PRE', 'HEAD_Z'], visibility: 'PUBLIC', wholeAnswers: true };

async function create(overrides: object): Promise<Created> {
  const input = { ...INPUT, pairs: [several, single], ...overrides };
  const { data, errors } = await services.ask(CREATE, { input });
  expect(errors).toBeUndefined();
  return (data as { createRun: Created }).createRun;
}

async function refuse(overrides: object): Promise<string> {
  const input = { ...INPUT, pairs: [several], ...overrides };
  const { errors } = await services.ask(CREATE, { input });
  return JSON.stringify(errors?.[0]);
}

const compute = (id: string): Promise<void> => computeRun(services, id);

async function read<T>(id: string, selection: string): Promise<T> {
  const { data, errors } = await services.ask(`query ($id: ID!) { run(id: $id) { ${selection} } }`, { id });
  expect(errors).toBeUndefined();
  return (data as { run: T }).run;
}

it('refuses an answer of several tokens unless it is read as a whole', async () => {
  expect(await refuse({ wholeAnswers: false })).toMatch(/' Mary and John' is 3 tokens.*must be one token/);
  const { wholeAnswers, pairs } = await create({});
  expect(wholeAnswers).toBe(true);
  const [first, second] = pairs;
  expect(first!.correct).toBe(' Mary and John');
  expect(first!.correctToken.text).toBe(' Mary');
  expect(first!.correctTokens.map(({ text }) => text)).toEqual([' Mary']);
  expect(first!.correctSet).toBeNull();
  expect(first!.whole!.correct.map(({ text }) => text)).toEqual([' Mary', ' and', ' John']);
  expect(first!.whole!.incorrect.map(({ text }) => text)).toEqual([' John']);
  expect(second!.whole).toBeNull();
});

it('marks END of the last layer as computed only where something is read there', async () => {
  // Both answers begin with ' Mary', whose logits at END cancel in the difference.
  const shared = { ...several, correct: ' Mary and', incorrect: ' Mary John' };
  interface Result {
    readonly sweep: {
      readonly shape: [number, number];
      readonly computed: string;
      readonly values: readonly number[];
    };
    readonly baseline: { readonly corrupted: number };
  }
  const ofEnd = async (metrics: readonly string[]) => {
    const { id } = await create({ pairs: [shared], sweeps: ['RESID_POST'], metrics });
    await compute(id);
    const { sweep, baseline } = await read<Result>(
      id,
      'sweep(kind: RESID_POST) { shape computed values(normalised: false, metric: LOGIT_DIFF) } baseline { corrupted }',
    );
    const [layers, positions] = sweep.shape;
    const cell = layers * positions - 1;
    return {
      isComputed: Buffer.from(sweep.computed, 'base64')[cell] === 1,
      isAsBase: sweep.values[cell] === baseline.corrupted,
      ofFirstLayer: Buffer.from(sweep.computed, 'base64')[positions - 1] === 1,
    };
  };
  expect(await ofEnd(['LOGIT_DIFF'])).toEqual({ isComputed: false, isAsBase: true, ofFirstLayer: true });
  // The log-probability of the answer has the term of its first token.
  expect(await ofEnd(['LOG_PROB', 'LOGIT_DIFF'])).toMatchObject({ isComputed: true, ofFirstLayer: true });
});

it('computes the sum of the log-probabilities of the tokens', async () => {
  const metrics = ['LOG_PROB', 'LOGIT_DIFF'];
  const { id } = await create({ metrics, pairs: [several, single, set] });
  await compute(id);
  interface Result {
    readonly baseline: { readonly perPrompt: readonly { readonly clean: number }[] };
    readonly sweep: { readonly shape: readonly number[]; readonly values: readonly number[] };
  }
  const terms = [
    { clean: several.clean, corrupted: several.corrupted, correct: ' Mary', incorrect: ' John' },
    ...[
      [' Mary', ' and'],
      [' Mary and', ' John'],
    ].map(([before, correct]) => ({
      clean: several.clean + before!,
      corrupted: several.corrupted + before!,
      correct: correct!,
      incorrect: ' out',
    })),
  ];
  const INTERVENE = `query ($input: InterveneInput!) { intervene(input: $input) { results { metric base source patched } } }`;
  const ask = async (pairs: readonly object[], wholeAnswers: boolean) => {
    const input = {
      model: 'fake',
      pairs,
      wholeAnswers,
      metrics,
      sites: [{ site: 'Z', layer: 1, head: 2 }],
    };
    const { data, errors } = await services.ask(INTERVENE, { input });
    expect(errors).toBeUndefined();
    return (data as { intervene: { results: { patched: number[]; source: number[] }[] } }).intervene.results;
  };
  const [whole] = await ask([several], true);
  const parts = await Promise.all(terms.map((term) => ask([term], false)));
  const sum = (key: 'patched' | 'source') => parts.reduce((total, [first]) => total + first![key][0]!, 0);
  expect(whole!.patched[0]).toBeCloseTo(sum('patched'), 4);
  expect(whole!.source[0]).toBeCloseTo(sum('source'), 4);
  const stored = await read<Result>(
    id,
    'baseline { perPrompt { clean } } sweep(kind: HEAD_Z) { shape values(normalised: false, prompt: 0, metric: LOG_PROB) }',
  );
  expect(stored.sweep.shape).toEqual([2, 3]);
  expect(stored.sweep.values[5]).toBeCloseTo(sum('patched'), 4);
  expect(stored.baseline.perPrompt).toHaveLength(3);
});

it.each([
  [
    { metrics: ['RANK'] },
    /Rank of the correct answer' is not defined for answers of several tokens.*Log-prob/,
  ],
  [{ metrics: ['LOG_PROB', 'KL_FROM_BASE'] }, /KL divergence from the base run' is not defined/],
  [
    { pairs: [{ ...several, incorrect: ' Mary and' }] },
    /' Mary and John' begins with ' Mary and', so it is never more probable/,
  ],
  [{ pairs: [{ ...several, incorrect: ' Mary and John' }] }, /Both answers are ' Mary and John'/],
  [
    { pairs: [{ ...several, incorrect: null, incorrectSet: [' John', ' Tom'] }] },
    /' Mary and John' is read as a whole and cannot be compared with a set/,
  ],
  [
    { pairs: [{ ...several, correct: null, correctSet: [' Mary and John', ' Tom'] }] },
    /' Mary and John' is 3 tokens; a set takes single tokens/,
  ],
  [
    { pairs: [{ ...several, correct: ' Mary and'.repeat(9) }] },
    /is 18 tokens; an answer that is read as a whole is up to 16/,
  ],
  [
    { pairs: [{ ...several, correct: ' Mary and'.repeat(8) }] },
    /without its last token are \d+ tokens together; fake reads at most/,
  ],
])('refuses %j', async (overrides, message) => {
  expect(await refuse(overrides)).toMatch(message);
});

it('does not refuse metrics of one token where no answer has several', async () => {
  const { pairs } = await create({ pairs: [single], metrics: ['RANK'] });
  expect(pairs[0]!.whole).toBeNull();
});

it('answers an equal run by the stored one, and not by one on the first tokens', async () => {
  const first = await create({});
  await compute(first.id);
  const COPIED = 'copiedFrom { id } wholeAnswers pairs { whole { correct { text } } }';
  const readCopy = async (overrides: object) =>
    read<{ copiedFrom: { id: string } | null; pairs: Created['pairs'] }>(
      (await create(overrides)).id,
      COPIED,
    );
  // Another visitor gets a copy.
  const copy = await readCopy({});
  expect(copy.copiedFrom).toEqual({ id: first.id });
  expect(copy.pairs[0]!.whole!.correct).toHaveLength(3);
  for (const correct of [' Mary', ' Mary and Tom'])
    expect((await readCopy({ pairs: [{ ...several, correct }, single] })).copiedFrom).toBeNull();
});

it('reads them in a run of several batches, of which one has none', async () => {
  const pairs = Array.from({ length: 66 }, (_, at) => ({
    ...(at === 65 ? several : single),
    clean: single.clean.replace('out', `out${at}`),
    corrupted: single.corrupted.replace('out', `out${at}`),
  }));
  const { id } = await create({ pairs, sweeps: ['HEAD_Z'], metrics: ['LOG_PROB'] });
  await compute(id);
  const values = async (prompt: number, of: string) =>
    (
      await read<{ sweep: { values: number[] } }>(
        of,
        `sweep(kind: HEAD_Z) { values(normalised: false, prompt: ${prompt}) }`,
      )
    ).sweep.values;
  for (const prompt of [0, 65]) {
    const alone = await create({ pairs: [pairs[prompt]!], sweeps: ['HEAD_Z'], metrics: ['LOG_PROB'] });
    await compute(alone.id);
    const expected = await values(0, alone.id);
    (await values(prompt, id)).forEach((value, cell) => expect(value).toBeCloseTo(expected[cell]!, 4));
  }
});

it('says in the preview what the tokens cost', async () => {
  const PREVIEW = `query ($input: CreateRunInput!) { previewRun(input: $input) { plannedFlops issues { message } warnings { path message }
    baseline { perPrompt { clean } } } }`;
  const preview = async (pairs: readonly object[]) => {
    const { data, errors } = await services.ask(PREVIEW, { input: { ...INPUT, pairs } });
    expect(errors).toBeUndefined();
    return (
      data as {
        previewRun: {
          plannedFlops: number;
          issues: readonly object[];
          warnings: readonly { path: string; message: string }[];
          baseline: { perPrompt: readonly object[] };
        };
      }
    ).previewRun;
  };
  const [one, whole] = [await preview([single]), await preview([several])];
  expect(whole.issues).toEqual([]);
  expect(whole.plannedFlops).toBeGreaterThan(2 * one.plannedFlops);
  expect(whole.baseline.perPrompt).toHaveLength(1);
  expect(whole.warnings.find(({ path: at }) => at === 'wholeAnswers')!.message).toMatch(
    /1 pair has an answer of several tokens.*up to 3 pairs of prompts instead of 1/,
  );
  expect(JSON.stringify(whole.warnings)).toMatch(/In 1 pair the answers have different numbers of tokens/);
  expect(one.warnings.filter(({ path: at }) => at === 'wholeAnswers')).toEqual([]);
});

it('refuses values that are from other prompts', async () => {
  const input = {
    model: 'fake',
    pairs: [several],
    wholeAnswers: true,
    value: 'MEAN',
    sites: [{ site: 'Z', layer: 1 }],
  };
  const { errors } = await services.ask(
    'query ($input: InterveneInput!) { intervene(input: $input) { results { patched } } }',
    { input },
  );
  expect(JSON.stringify(errors)).toMatch(/means\).*not computed for answers of several tokens/);
});
