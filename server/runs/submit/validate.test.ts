/** What is refused before it is tokenised, what is tokenised once, and the warning of a missing space. */
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDirectReader } from '../../engine/client/client';
import { createModels } from '../../models/registry/installed';
import { validateRun } from './validate';
import { type PairInput, type Tokenization } from './validate-pairs';

const models = createModels([path.resolve('models')], createDirectReader());
const ID = 'patchbay-mini';
const pair = {
  clean: 'When John and Mary went to the shops, John gave the bag to',
  corrupted: 'When John and Mary went to the shops, Mary gave the bag to',
  correct: ' Mary',
  incorrect: ' John',
} satisfies PairInput;

/** Texts that were tokenised. */
let tokenized: string[];
const counting: Tokenization = {
  ...models,
  tokenize(id, texts, signal) {
    tokenized.push(...texts);
    return models.tokenize(id, texts, signal);
  },
};
beforeEach(() => {
  tokenized = [];
});

const validate = (pairs: readonly PairInput[]) =>
  validateRun({ model: ID, pairs, sweeps: ['HEAD_Z'], direction: 'DENOISING', prependBos: true }, counting);

describe('a text that cannot fit', () => {
  it('is refused beside its field, and not tokenised', async () => {
    const long = 'a '.repeat(12_500);
    const { pairs, issues, experiment } = await validate([pair, { ...pair, clean: long }]);
    expect(experiment).toBeNull();
    expect(issues).toEqual([
      {
        path: 'pairs.1.clean',
        message: expect.stringMatching(
          /^The clean prompt is 25000 bytes long and cannot fit: patchbay-mini reads at most 128 tokens of up to \d+ bytes\./,
        ),
      },
    ]);
    expect(tokenized).not.toContain(long);
    expect(pairs[1]!.clean).toEqual([]);
    expect(pairs[1]!.corrupted.length).toBeGreaterThan(0);
  });

  it('is refused in all 256 places at once without tokenising anything', async () => {
    const text = 'a '.repeat(50_000);
    const all = { clean: text, corrupted: text, correct: text, incorrect: text };
    const { issues } = await validate(Array.from({ length: 64 }, () => all));
    expect(issues).toHaveLength(256);
    expect(issues[3]).toEqual({
      path: 'pairs.0.incorrect',
      message: expect.stringMatching(
        /^The incorrect answer is 100000 bytes long; an answer must be one token/,
      ),
    });
    expect(tokenized).toEqual([]);
  });

  it('is counted in bytes, not in characters', async () => {
    const { longestTokenBytes } = await models.vocabulary(ID);
    const most = 128 * longestTokenBytes;
    const fits = await validate([{ ...pair, clean: 'a'.repeat(most) }]);
    expect(fits.issues[0]!.message).toMatch(/tokens; patchbay-mini reads at most 128/);
    const { issues } = await validate([{ ...pair, clean: '猫'.repeat(Math.ceil(most / 3) + 1) }]);
    expect(issues[0]!.message).toMatch(/bytes long and cannot fit/);
  });

  it('shows no more tokens than the model reads', async () => {
    const { pairs, issues } = await validate([{ ...pair, clean: 'a '.repeat(200) }]);
    expect(issues[0]).toMatchObject({
      path: 'pairs.0.clean',
      message: expect.stringMatching(/is 20\d tokens/),
    });
    expect(pairs[0]!.clean).toHaveLength(128);
  });
});

it('refuses texts that are too many bytes together, and tokenises none', async () => {
  // A model of which each text would fit.
  const roomy: Tokenization = {
    ...counting,
    info: async (id) => ({ ...(await models.info(id)), context: 2 ** 16 }),
  };
  const pairs = Array.from({ length: 64 }, (_, index) => ({ ...pair, clean: `${index} `.repeat(10_000) }));
  const input = { model: ID, pairs, sweeps: ['HEAD_Z'], direction: 'DENOISING', prependBos: true } as const;
  const { issues, experiment } = await validateRun(input, roomy);
  expect(issues).toEqual([
    {
      path: 'pairs',
      message: expect.stringMatching(
        /^The texts of this run are \d+ bytes together; a run takes up to 1000000/,
      ),
    },
  ]);
  expect(experiment).toBeNull();
  expect(tokenized).toEqual([]);
});

it('tokenises each distinct text once', async () => {
  const { issues } = await validate(Array.from({ length: 64 }, () => pair));
  expect(issues).toEqual([]);
  expect(tokenized.toSorted()).toEqual([pair.clean, pair.corrupted, pair.correct, pair.incorrect].toSorted());
});

describe('an answer without its leading space', () => {
  const listWarnings = async (change: Partial<PairInput>): Promise<[string, string][]> => {
    const { warnings } = await validate([{ ...pair, ...change }]);
    return warnings.map(({ path: at, message }) => [at, message]);
  };
  const missing = expect.stringMatching(/has no leading space.*Add the leading space/);

  it('is warned of where both are one token', async () => {
    // Letters are tokens with and without a space.
    expect(await listWarnings({ correct: 'a', incorrect: ' John' })).toEqual([['pairs.0.correct', missing]]);
    expect(await listWarnings({ correct: 'a', incorrect: 'he' })).toEqual([
      ['pairs.0.correct', missing],
      ['pairs.0.incorrect', missing],
    ]);
  });

  it.each<[string, Partial<PairInput>]>([
    ['that has it', { correct: ' Mary' }],
    ['of punctuation', { correct: '.', incorrect: ',' }],
    ['behind white space', { clean: `${pair.clean} `, correct: 'a' }],
    ['behind a quotation mark', { clean: `${pair.clean} "`, correct: 'a' }],
    [
      'of digits that continue a number',
      { clean: 'The war lasted to the year 17', correct: '62', incorrect: '15' },
    ],
  ])('is not warned of for one %s', async (_name, change) => {
    expect((await listWarnings(change)).filter(([, message]) => /leading space/.test(message))).toEqual([]);
  });
});
