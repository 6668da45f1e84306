/** Similar findings against a direct computation from the stored effects. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MIN_SHARED_CELLS } from '../../domain/limits';
import { createRandom } from '../../domain/random';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, type TestServices } from '../testing/test-services';
import { listSimilar } from './similar';

const LAYERS = 4;
const HEADS = 5;
let services: TestServices;

/** Effects of heads by run; the second number of a position is its recovery. */
type Cell = { kind: string; layer: number; head: number | null; position: number | null; recovery: number };
const cells: Record<string, Cell[]> = {};

beforeAll(async () => {
  services = await createTestServices();
  await storeFakeModel(services);
  const names = Array.from({ length: 9 }, (_, index) => `A${index + 1}`);
  await storeRuns(services, names, { status: 'SUCCEEDED' });
  const next = createRandom(7);
  const grid = Array.from({ length: LAYERS * HEADS }, (_, at) => at);
  const base = grid.map(() => next() - 0.3);
  const head = (at: number, recovery: number): Cell => ({
    kind: 'HEAD_Z',
    layer: Math.floor(at / HEADS),
    head: at % HEADS,
    position: null,
    recovery,
  });
  const noisy = (size: number) => grid.map((at) => head(at, base[at]! + size * (next() - 0.5)));
  cells['A1'] = grid.map((at) => head(at, base[at]!));
  cells['A2'] = noisy(0.2);
  cells['A3'] = noisy(1.5);
  // Twice as large, and shifted: the correlation is 1.
  cells['A4'] = grid.map((at) => head(at, 2 * base[at]! + 0.1));
  cells['A5'] = grid.map((at) => head(at, -base[at]!));
  // Too few cells in common.
  cells['A6'] = grid.slice(0, MIN_SHARED_CELLS - 1).map((at) => head(at, base[at]!));
  // Another direction, another model, not published.
  for (const name of ['A7', 'A8', 'A9']) cells[name] = cells['A1'];
  for (const [runId, of] of Object.entries(cells)) {
    await services.db.effect.createMany({ data: of.map((cell) => ({ ...cell, runId, value: 0 })) });
    if (runId === 'A9') continue;
    const text = { title: runId, summary: 'x', card: '{}', text: runId };
    await services.db.finding.create({ data: { id: runId, slug: runId, runId, ownerId: 'A', ...text } });
  }
  await services.db.run.update({ where: { id: 'A7' }, data: { direction: 'NOISING' } });
  const model = await services.db.model.findFirstOrThrow();
  await services.db.model.create({ data: { ...model, id: 'other' } });
  await services.db.run.update({ where: { id: 'A8' }, data: { modelId: 'other' } });
});
afterAll(() => services.dispose());

/** Pearson's correlation in two passes, by its definition. */
function correlateDirectly(one: readonly Cell[], other: readonly Cell[]) {
  const pairs = one.flatMap((cell) => {
    const same = other.find(
      ({ kind, layer, head, position }) =>
        kind === cell.kind && layer === cell.layer && head === cell.head && position === cell.position,
    );
    return same ? [[cell.recovery, same.recovery] as const] : [];
  });
  const mean = (at: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
  const means = [mean(0), mean(1)] as const;
  const sum = (a: 0 | 1, b: 0 | 1): number =>
    pairs.reduce((total, pair) => total + (pair[a] - means[a]) * (pair[b] - means[b]), 0);
  return { cells: pairs.length, correlation: sum(0, 1) / Math.sqrt(sum(0, 0) * sum(1, 1)) };
}

async function readSimilar(id: string, first = 10) {
  return (await listSimilar(services.db, { id, runId: id }, first)).map(({ finding, ...similarity }) => ({
    id: finding.id,
    ...similarity,
  }));
}

it('orders findings by the correlation that a direct computation gives', async () => {
  const found = await readSimilar('A1');
  expect(found.map(({ id }) => id)).toEqual(['A4', 'A2', 'A3']);
  for (const { id, correlation, cells: count } of found) {
    const direct = correlateDirectly(cells['A1']!, cells[id]!);
    expect(count).toBe(direct.cells);
    expect(correlation).toBeCloseTo(direct.correlation, 10);
  }
  expect(found[0]!.correlation).toBeCloseTo(1, 10);
  expect(found[1]!.correlation).toBeGreaterThan(found[2]!.correlation);
  expect((await readSimilar('A1', 1)).map(({ id }) => id)).toEqual(['A4']);
});

it('counts positions only between prompts of the same number of tokens', async () => {
  const positions = (runId: string, sign: number) =>
    Array.from({ length: 12 }, (_, position) => ({
      runId,
      kind: 'RESID_PRE',
      layer: 0,
      position,
      value: 0,
      recovery: (sign * position) / 12,
    }));
  await services.db.effect.createMany({ data: [...positions('A1', 1), ...positions('A2', -1)] });
  const [before] = (await readSimilar('A1')).filter(({ id }) => id === 'A2');
  expect(before).toBeUndefined();
  const tokens = JSON.stringify([1, 2].map((id) => ({ id, text: 'x' })));
  await services.db.promptPair.updateMany({ where: { runId: 'A2' }, data: { cleanTokens: tokens } });
  const [after] = (await readSimilar('A1')).filter(({ id }) => id === 'A2');
  expect(after!.cells).toBe(LAYERS * HEADS);
  expect(after!.correlation).toBeCloseTo(correlateDirectly(cells['A1']!, cells['A2']!).correlation, 10);
});

it('finds nothing where there is nothing to compare', async () => {
  expect(await readSimilar('A8')).toEqual([]);
  expect(await readSimilar('A6')).toEqual([]);
});
