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

it('stores texts, whole numbers and nulls as they are, in order, with the defaults of other columns', async () => {
  await insertRows(db, 'PromptPair', ROWS);
  const stored = await db.promptPair.findMany({
    where: { runId: 'A1', index: { gt: 0 } },
    orderBy: { id: 'asc' },
  });
  expect(stored).toMatchObject(ROWS);
  expect(stored[0]).toMatchObject({ rule: 'MEAN', alignment: null, batch: null, cleanLogitDiff: null });
});

it.each(['a\0b', 'a\ud800b'])('refuses a text that a database would change: %j', async (clean) => {
  await db.promptPair.deleteMany({ where: { index: { gt: 0 } } });
  await expect(insertRows(db, 'PromptPair', [ROWS[0]!, { ...ROWS[1]!, clean }])).rejects.toMatchObject({
    kind: 'text',
  });
  expect(await db.promptPair.count()).toBe(1);
});

it('inserts nothing for no rows', async () => {
  await insertRows(db, 'PromptPair', []);
  expect(await db.promptPair.count()).toBe(1);
});
