import { afterAll, expect, it } from 'vitest';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices } from '../testing/test-services';
import { insertRows } from './insert-rows';

const services = await createTestServices();
afterAll(() => services.dispose());
const { db } = services;
await storeFakeModel(services);
await storeRuns(services, ['A1']);

/** Hundreds of rows: more than one statement. */
const ROWS = Array.from({ length: 600 }, (_, index) => ({
  runId: 'A1',
  index: index + 1,
  clean: `"${index}"\n\t\\u0000 '’ 😀 \u2028 <|endoftext|>`,
  corrupted: '',
  correct: ' 1',
  incorrect: 'null',
  cleanTokens: JSON.stringify([{ id: 2 ** 31 - 1, text: ' "a"\\' }]),
  corruptedTokens: '[]',
  correctTokenId: 2 ** 31 - 1 - index,
  incorrectTokenId: 0,
  roles: index % 2 ? null : '[]',
}));

it('stores texts, numbers and nulls as they are, in order, with the defaults of other columns', async () => {
  await insertRows(db, 'PromptPair', ROWS);
  const stored = await db.promptPair.findMany({
    where: { runId: 'A1', index: { gt: 0 } },
    orderBy: { id: 'asc' },
  });
  expect(stored).toMatchObject(ROWS);
  expect(stored[0]).toMatchObject({ rule: 'MEAN', alignment: null, batch: null, cleanLogitDiff: null });
});

it('stores numbers to the last digit', async () => {
  const effect = { runId: 'A1', kind: 'HEAD_Z', metric: 'logit_diff', isFirstDirection: false };
  const values = Array.from({ length: 2000 }, (_, layer) => Math.sin(layer + 1) * 10 ** ((layer % 40) - 20));
  await insertRows(
    db,
    'Effect',
    values.map((value, layer) => ({ ...effect, layer, value, ...(layer % 2 && { head: layer }) })),
  );
  const stored = await db.effect.findMany({ orderBy: { id: 'asc' } });
  expect(stored.map(({ value }) => value)).toEqual(values);
  expect(stored.slice(0, 2)).toMatchObject([{ ...effect, head: null, direction: 'DENOISING' }, { head: 1 }]);
});

it('inserts nothing for no rows', async () => {
  await insertRows(db, 'PromptPair', []);
  expect(await db.promptPair.count()).toBe(1 + ROWS.length);
});
