/** Which forms of answers are accepted, and what is said about the others. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { createDirectReader } from '../../engine/client/client';
import { createModels } from '../../models/registry/installed';
import { validateRun, type Validation } from './validate';
import type { AnswersInput } from './validate-answers';

const models = createModels([path.resolve('models')], createDirectReader());
const prompts = {
  clean: 'When John and Mary went to the shops, John gave the bag to',
  corrupted: 'When John and Mary went to the shops, Mary gave the bag to',
};

const validate = (answers: AnswersInput): Promise<Validation> =>
  validateRun(
    {
      model: 'patchbay-mini',
      pairs: [{ ...prompts, ...answers }],
      sweeps: ['HEAD_Z'],
      direction: 'DENOISING',
      prependBos: true,
    },
    models,
  );

it('takes one token, a set, or one of each', async () => {
  const single = await validate({ correct: ' Mary', incorrect: ' John' });
  expect(single.issues).toEqual([]);
  const { correct, incorrect } = single.experiment!.pairs[0]!;
  const id = (await validate({ correct: ' Lucy', incorrect: ' John' })).experiment!.pairs[0]!.correct;
  const sets = await validate({
    correctSet: [' Mary', ' Lucy'],
    incorrect: ' John',
    incorrectSet: null,
    rule: 'LOGSUMEXP',
  });
  expect(sets.issues).toEqual([]);
  expect(sets.experiment!.pairs[0]).toMatchObject({ correct: [correct, id], incorrect, rule: 'LOGSUMEXP' });
  const one = await validate({ correctSet: [' Mary'], incorrectSet: [' John'] });
  expect(one.experiment!.pairs[0]).toMatchObject({ correct, incorrect });
});

it.each<[string, AnswersInput, string, RegExp]>([
  [
    'both forms',
    { correct: ' Mary', correctSet: [' Lucy'], incorrect: ' John' },
    'correct',
    /Both correct and correctSet/,
  ],
  ['neither form', { correct: ' Mary' }, 'incorrect', /missing\. Give incorrect, one token, or incorrectSet/],
  ['null for both', { correct: null, correctSet: null, incorrect: ' John' }, 'correct', /is missing/],
  ['an empty set', { correctSet: [], incorrect: ' John' }, 'correctSet', /set of correct answers is empty/],
  ['an empty text in a set', { correctSet: [' Mary', ''], incorrect: ' John' }, 'correctSet.1', /is empty/],
  [
    'several tokens',
    { correct: ' Mary', incorrectSet: [' John', ' Mary Ann'] },
    'incorrectSet.1',
    /must be one token/,
  ],
  ['a token twice', { correctSet: [' Mary', ' Lucy', ' Mary'], incorrect: ' John' }, 'correctSet.2', /twice/],
  [
    'a token of both',
    { correctSet: [' Mary', ' John'], incorrectSet: [' Lucy', ' Mary'] },
    'incorrectSet.1',
    /' Mary' is a correct and an incorrect answer/,
  ],
  [
    'equal single answers',
    { correct: ' Mary', incorrect: ' Mary' },
    'incorrect',
    /^Both answers are ' Mary'/,
  ],
  [
    'too many',
    { correctSet: Array.from({ length: 101 }, (_, index) => ` ${index}`), incorrect: ' John' },
    'correctSet',
    /101 correct answers are too many; a set takes up to 100/,
  ],
])('refuses %s', async (_name, answers, field, message) => {
  const { issues, experiment } = await validate(answers);
  expect(experiment).toBeNull();
  expect(issues).toContainEqual({ path: `pairs.0.${field}`, message: expect.stringMatching(message) });
});

it('warns of each answer of a set that lacks its leading space', async () => {
  const { warnings } = await validate({ correctSet: [' Mary', 'a'], incorrect: ' John' });
  expect(warnings).toEqual([
    { path: 'pairs.0.correctSet.1', message: expect.stringMatching(/has no leading space/) },
  ]);
});
