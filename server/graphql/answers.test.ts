/** Answers that are sets of tokens are stored with a run, read with it, and part of what identifies its results. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readExperiment } from '../runs/experiment';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
beforeEach(async () => {
  services = await createTestServices();
});
afterEach(() => services.dispose());

const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
};
const PAIR = `index correct incorrect correctSet incorrectSet rule correctToken { id text } incorrectToken { text }
  correctTokens { id text } incorrectTokens { text }`;

async function create(answers: object) {
  const input = {
    model: 'fake',
    visibility: 'UNLISTED',
    pairs: [{ ...pair, ...answers }],
    sweeps: ['HEAD_Z'],
  };
  const { data, errors } = await services.ask(
    `mutation ($input: CreateRunInput!) { createRun(input: $input) { id pairs { ${PAIR} } } }`,
    { input },
  );
  return { run: (data as { createRun: { id: string; pairs: object[] } } | null)?.createRun, errors };
}

it('stores and answers sets, with the first token where one is asked for', async () => {
  const { run, errors } = await create({
    correctSet: [' Mary', ' it'],
    incorrect: ' John',
    rule: 'LOGSUMEXP',
  });
  expect(errors).toBeUndefined();
  expect(run!.pairs[0]).toMatchObject({
    correct: ' Mary',
    incorrect: ' John',
    correctSet: [' Mary', ' it'],
    incorrectSet: null,
    rule: 'LOGSUMEXP',
    correctToken: { text: ' Mary' },
    incorrectToken: { text: ' John' },
    correctTokens: [{ text: ' Mary' }, { text: ' it' }],
    incorrectTokens: [{ text: ' John' }],
  });
  const stored = await services.db.run.findUniqueOrThrow({
    where: { id: run!.id },
    include: { pairs: true },
  });
  const [ofEngine] = readExperiment(stored, stored.pairs).pairs;
  expect(ofEngine!.correct).toHaveLength(2);
  expect(ofEngine!.incorrect).toBe(stored.pairs[0]!.incorrectTokenId);
  expect(ofEngine!.rule).toBe('LOGSUMEXP');
});

it('tells results of another rule apart, and not those of a set of one token', async () => {
  const sets = { correctSet: [' Mary', ' it'], incorrect: ' John' };
  const inputs = [
    { correct: ' Mary', incorrect: ' John' },
    { correctSet: [' Mary'], incorrectSet: [' John'], rule: 'LOGSUMEXP' },
    sets,
    { ...sets, rule: 'LOGSUMEXP' },
  ];
  for (const answers of inputs) expect((await create(answers)).errors).toBeUndefined();
  const runs = await services.db.run.findMany({ select: { contentHash: true } });
  expect(new Set(runs.map(({ contentHash }) => contentHash)).size).toBe(3);
});

it('refuses both forms of an answer at its field', async () => {
  const { errors } = await create({ correct: ' Mary', correctSet: [' it'], incorrect: ' John' });
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    issues: [{ path: 'pairs.0.correct' }],
  });
});
