/** Pairs whose prompts have different numbers of tokens through the API, computed by the engine on a small model. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { computeRun, startSeededEngine, type SeededEngine } from '../testing/seeded-engine';
import { createTestServices, type TestServices } from '../testing/test-services';

/** One token a word; BOS is position 0. The clean prompt has 9 tokens, the corrupted one 8. */
const pair = {
  clean: 'When John Smith and Mary gave it to',
  corrupted: 'When Paul and Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const AUTOMATIC = [0, 1, 3, 4, 5, 6, 7, 8].map((clean, corrupted) => ({ clean, corrupted }));
/** The first name instead of the last one. */
const CHOSEN = AUTOMATIC.map(({ clean, corrupted }) => ({ clean: clean === 3 ? 2 : clean, corrupted }));
const FIELDS = `id positionsBy roles pairs { differingPositions alignment { clean corrupted }
  roles { name cleanPositions corruptedPositions } }`;
const CREATE = `mutation ($input: CreateRunInput!) { createRun(input: $input) { ${FIELDS} } }`;

interface Created {
  readonly id: string;
  readonly pairs: readonly {
    readonly differingPositions: readonly number[];
    readonly alignment: typeof AUTOMATIC | null;
    readonly roles: readonly {
      readonly name: string;
      readonly cleanPositions: readonly number[];
      readonly corruptedPositions: readonly number[];
    }[];
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

const makeInput = (overrides: object) => ({
  model: 'fake',
  pairs: [pair],
  sweeps: ['HEAD_Z'],
  visibility: 'PUBLIC',
  ...overrides,
});

async function create(overrides: object): Promise<Created> {
  const { data, errors } = await services.ask(CREATE, { input: makeInput(overrides) });
  expect(errors).toBeUndefined();
  return (data as { createRun: Created }).createRun;
}

async function refuse(overrides: object): Promise<string> {
  const { errors } = await services.ask(CREATE, { input: makeInput(overrides) });
  return JSON.stringify(errors);
}

interface Sweep {
  readonly kind: string;
  readonly shape: readonly number[];
  readonly data: string;
  readonly computed: { readonly data: string };
}

async function compute(id: string): Promise<readonly Sweep[]> {
  await computeRun(services, id);
  const query = `query ($id: ID!) { run(id: $id) { sweeps { kind shape data computed } provenance { checks { name passed } } } }`;
  const { data, errors } = await services.ask(query, { id });
  expect(errors).toBeUndefined();
  const { run } = data as {
    run: {
      sweeps: (Omit<Sweep, 'computed'> & { computed: string })[];
      provenance: { checks: { passed: boolean }[] };
    };
  };
  expect(run.provenance.checks.filter(({ passed }) => !passed)).toEqual([]);
  return run.sweeps.map((sweep) => ({ ...sweep, computed: { data: sweep.computed } }));
}

it('aligns prompts automatically, and stores the alignment with the run', async () => {
  const { pairs } = await create({});
  expect(pairs[0]).toMatchObject({ alignment: AUTOMATIC, differingPositions: [2, 3] });
  const equal = await create({ pairs: [{ ...pair, corrupted: 'When Paul Smith and Mary gave it to' }] });
  expect(equal.pairs[0]!.alignment).toBeNull();
});

it('takes an alignment, which is part of the experiment', async () => {
  const automatic = await create({});
  const chosen = await create({ pairs: [{ ...pair, alignment: CHOSEN }] });
  expect(chosen.pairs[0]!.alignment).toEqual(CHOSEN);
  const same = await create({ pairs: [{ ...pair, alignment: AUTOMATIC }] });
  const readHash = async ({ id }: Created) =>
    (await services.db.run.findUniqueOrThrow({ where: { id }, select: { contentHash: true } })).contentHash;
  expect(await readHash(chosen)).not.toBe(await readHash(automatic));
  expect(await readHash(same)).toBe(await readHash(automatic));
});

it('sweeps positions of the base prompt, and says which were not computed', async () => {
  const { id } = await create({ sweeps: ['RESID_PRE'], directions: ['NOISING'] });
  const [sweep] = await compute(id);
  expect(sweep!.shape).toEqual([2, 9]);
  const computed = [...Buffer.from(sweep!.computed.data, 'base64')];
  // Equal positions, and the first name, which has no partner.
  expect(computed.slice(0, 9)).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1]);
  const denoising = await create({ sweeps: ['RESID_PRE'], directions: ['DENOISING'] });
  const [other] = await compute(denoising.id);
  expect(other!.shape).toEqual([2, 8]);
});

it('sweeps roles in both directions', async () => {
  const roles = [{ name: 'NAME', cleanPositions: [2, 3], corruptedPositions: [2] }];
  const run = await create({
    pairs: [{ ...pair, roles }],
    sweeps: ['RESID_PRE', 'HEAD_Z'],
    directions: ['DENOISING', 'NOISING'],
    positionsBy: 'ROLE',
  });
  expect(run.pairs[0]!.roles).toEqual([
    ...roles,
    { name: 'END', cleanPositions: [8], corruptedPositions: [7] },
  ]);
  const sweeps = await compute(run.id);
  expect(sweeps.map(({ kind, shape }) => [kind, shape])).toEqual(
    expect.arrayContaining([
      ['RESID_PRE', [2, 2]],
      ['HEAD_Z', [2, 3]],
    ]),
  );
  expect(sweeps).toHaveLength(4);
});

it.each([
  ['positions of both directions', { sweeps: ['RESID_PRE'] }, /different lengths|8; |corrupted one 8/],
  ['patterns', { sweeps: ['HEAD_PATTERN'] }, /rows of their attention patterns are over different positions/],
  [
    'an alignment that crosses',
    { pairs: [{ ...pair, alignment: [AUTOMATIC[0], AUTOMATIC[3], AUTOMATIC[2], AUTOMATIC[7]] }] },
    /Each position is aligned once/,
  ],
  [
    'an alignment without the last positions',
    { pairs: [{ ...pair, alignment: AUTOMATIC.slice(0, 4) }] },
    /must be aligned/,
  ],
  [
    'an alignment of prompts with the same number of tokens',
    { pairs: [{ ...pair, corrupted: 'When Paul Smith and Mary gave it to', alignment: CHOSEN }] },
    /Leave the alignment out/,
  ],
])('refuses %s', async (_, overrides, message) => {
  const both = { directions: ['DENOISING', 'NOISING'], ...overrides };
  expect(await refuse(both)).toMatch(message);
});

it('previews the alignment, also the one that is given', async () => {
  const query = `query ($input: CreateRunInput!) { previewRun(input: $input) { issues { path message }
    pairs { alignment { clean corrupted } differingPositions } } }`;
  const ask = async (overrides: object) => {
    const { data, errors } = await services.ask(query, { input: makeInput(overrides) });
    expect(errors).toBeUndefined();
    return (data as { previewRun: { pairs: { alignment: unknown }[] } }).previewRun;
  };
  expect((await ask({})).pairs[0]!.alignment).toEqual(AUTOMATIC);
  expect((await ask({ pairs: [{ ...pair, alignment: CHOSEN }] })).pairs[0]!.alignment).toEqual(CHOSEN);
});

it('reads such rows of files, with roles of both prompts', async () => {
  const text = [
    'clean,corrupted,correct,incorrect',
    `${pair.clean},${pair.corrupted}, Mary, John`,
    `When John and Mary left John gave it to,When Paul Smith and Mary left Paul gave it to, Mary, John`,
  ].join('\n');
  const query = `query ($text: String!) { readPrompts(text: $text, model: "fake") { refused { reason } suggestions { message }
    pairs { tokens corruptedTokens roles { name cleanPositions corruptedPositions } } } }`;
  const { data, errors } = await services.ask(query, { text });
  expect(errors).toBeUndefined();
  const { readPrompts } = data as {
    readPrompts: {
      refused: unknown[];
      suggestions: { message: string }[];
      pairs: { tokens: number; corruptedTokens: number; roles: unknown[] }[];
    };
  };
  expect(readPrompts.refused).toEqual([]);
  expect(readPrompts.pairs[0]).toMatchObject({ tokens: 9, corruptedTokens: 8 });
  expect(readPrompts.pairs[0]!.roles.at(-1)).toEqual({
    name: 'END',
    cleanPositions: [8],
    corruptedPositions: [7],
  });
  expect(readPrompts.pairs[1]!.roles).toEqual(
    expect.arrayContaining([{ name: 'S1', cleanPositions: [2], corruptedPositions: [3] }]),
  );
  expect(readPrompts.suggestions.map(({ message }) => message)).toEqual(
    expect.arrayContaining([expect.stringMatching(/2 pairs have prompts with different numbers of tokens/)]),
  );
});

it('computes runs of several batches with such pairs, and says which cells were not computed', async () => {
  const names = ['Paul', 'Tom', 'Mark', 'Anna', 'Emma', 'James', 'Lucy'];
  const pairs = Array.from({ length: 70 }, (_, index) => ({
    ...pair,
    corrupted: pair.corrupted.replace('Paul', names[index % names.length]!),
  }));
  const { id } = await create({ pairs, sweeps: ['RESID_PRE'], directions: ['NOISING'] });
  const [sweep] = await compute(id);
  const { pairShapes, batches } = await services.db.run.findUniqueOrThrow({ where: { id } });
  expect(batches).toBe(2);
  expect(JSON.parse(pairShapes!)).toEqual([
    { length: 9, firstDifference: 2, unaligned: [2], corrupted: { length: 8, unaligned: [] } },
  ]);
  const computed = [...Buffer.from(sweep!.computed.data, 'base64')];
  expect(computed.slice(0, 9)).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1]);
});
