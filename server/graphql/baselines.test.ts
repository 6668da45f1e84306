/** A look at the pairs before a run, and the filter that a run keeps. The fake engine gives pair i of a call 3 + i and -1 + i. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { samplePairs } from '../runs/submit/measure-baselines';
import { createTestServices, type TestServices } from '../testing/test-services';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services.dispose());

const pair = {
  clean: 'When John and Mary went out, John gave it to',
  corrupted: 'When John and Mary went out, Mary gave it to',
  correct: ' Mary',
  incorrect: ' John',
};
const longer = { ...pair, clean: `Then ${pair.clean}`, corrupted: `Then ${pair.corrupted}` };
const wrong = { ...pair, corrupted: pair.clean };

const LOOK = `query ($input: PreviewBaselinesInput!) { previewBaselines(input: $input) { given tried
  pairs { index clean corrupted } refused { index reason } cleanAccuracy corruptedAccuracy gapTooSmall outliers
  leftOut { index reason } } }`;
const CREATE = `mutation ($input: CreateRunInput!) { createRun(input: $input) { id pairs { clean }
  filter { minGap onlyRight dropsOutliers given leftOut { reason count } } } }`;
const run = (pairs: object[], filter?: object) =>
  services.ask(CREATE, { input: { model: 'fake', sweeps: ['HEAD_Z'], pairs, filter } });

it('measures the pairs that can be used, of any length, and says why others cannot', async () => {
  const input = { model: 'fake', pairs: [pair, wrong, longer, pair], filter: { onlyRight: true } };
  const { data, errors } = await services.ask(LOOK, { input });
  expect(errors).toBeUndefined();
  expect((data as { previewBaselines: object }).previewBaselines).toEqual({
    given: 4,
    tried: 4,
    pairs: [
      { index: 0, clean: 3, corrupted: -1 },
      { index: 2, clean: 4, corrupted: 0 },
      { index: 3, clean: 5, corrupted: 1 },
    ],
    refused: [{ index: 1, reason: expect.stringContaining('nothing to patch') as string }],
    cleanAccuracy: 1,
    corruptedAccuracy: 1 / 3,
    gapTooSmall: 0,
    outliers: [],
    leftOut: [
      { index: 2, reason: 'CORRUPTED_RIGHT' },
      { index: 3, reason: 'CORRUPTED_RIGHT' },
    ],
  });
});

it('tries evenly spaced pairs of more than it may', async () => {
  expect(samplePairs(3)).toEqual([0, 1, 2]);
  expect(samplePairs(10, 4)).toEqual([0, 2, 5, 7]);
  const pairs = Array.from({ length: 300 }, () => pair);
  const { data, errors } = await services.ask(LOOK, { input: { model: 'fake', pairs } });
  expect(errors).toBeUndefined();
  const { previewBaselines } = data as {
    previewBaselines: { given: number; tried: number; pairs: object[] };
  };
  expect(previewBaselines).toMatchObject({ given: 300, tried: 256 });
  expect(previewBaselines.pairs.at(-1)).toMatchObject({ index: 298 });
});

it('refuses neither or both sources', async () => {
  for (const input of [{ model: 'fake' }, { model: 'fake', pairs: [pair], promptSet: 'x' }]) {
    const { errors } = await services.ask(LOOK, { input });
    expect(errors?.[0]?.message).toContain('Give pairs or promptSet');
  }
});

it('leaves out pairs of a run and keeps the filter with it', async () => {
  const filter = { minGap: 0.5, onlyRight: true };
  const { data, errors } = await run([pair, pair, pair], filter);
  expect(errors).toBeUndefined();
  const { createRun } = data as { createRun: { id: string } };
  expect(createRun).toMatchObject({
    pairs: [{ clean: pair.clean }],
    filter: { ...filter, dropsOutliers: false, given: 3, leftOut: [{ reason: 'CORRUPTED_RIGHT', count: 2 }] },
  });
  const stored = await services.db.run.findUniqueOrThrow({
    where: { id: createRun.id },
    include: { pairs: true },
  });
  expect(stored.pairs).toHaveLength(1);
  const plain = await run([pair, longer]);
  expect(plain.data).toMatchObject({ createRun: { filter: null, pairs: [{}, {}] } });
});

it('refuses a filter that leaves out all pairs, and shows problems of pairs before it filters', async () => {
  const none = await run([pair, pair], { minGap: 9 });
  expect(none.errors?.[0]?.message).toContain('The filter leaves out all 2 pairs: 2 gap too small.');
  const broken = await run([pair, wrong], { minGap: 9 });
  expect(broken.errors?.[0]?.message).toContain('nothing to patch');
  const many = await run(
    Array.from({ length: 257 }, () => pair),
    { minGap: 0 },
  );
  expect(many.errors?.[0]?.message).toMatch(/up to 256 pairs before a run|too many/);
});
