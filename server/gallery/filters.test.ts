/** Counts of the gallery's filters: how long they are kept. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestServices, type TestServices } from '../testing/test-services';
import { createFilterCounts } from './filters';

let services: TestServices;

beforeEach(async () => {
  services = await createTestServices();
});
afterEach(() => services.dispose());

it('counts once until a finding changes here', async () => {
  const query = vi.spyOn(services.db, '$queryRaw');
  const counts = createFilterCounts(services.db, Infinity);
  const [first, second] = await Promise.all([counts.read(), counts.read()]);
  expect(first).toEqual({ total: 0, models: [], tags: [], authors: [] });
  expect(second).toBe(first);
  expect(query).toHaveBeenCalledTimes(1);
  counts.invalidate();
  await counts.read();
  expect(query).toHaveBeenCalledTimes(2);
});

it('sees changes that another process made once the counts are old', async () => {
  const counts = createFilterCounts(services.db, 0);
  expect((await counts.read()).total).toBe(0);
  await storeFakeModel(services);
  await storeRuns(services, ['A1'], { status: 'SUCCEEDED' });
  const row = {
    id: 'f',
    slug: 'f',
    runId: 'A1',
    ownerId: 'A',
    title: 'f',
    summary: '',
    card: '{}',
    text: '',
  };
  await services.db.finding.create({ data: row });
  expect(await counts.read()).toMatchObject({ total: 1, models: [{ value: 'fake', count: 1 }] });
});

it('counts again after a failure', async () => {
  const counts = createFilterCounts(services.db, Infinity);
  vi.spyOn(services.db, '$queryRaw').mockRejectedValueOnce(new Error('disk I/O error'));
  await expect(counts.read()).rejects.toThrow('disk I/O error');
  expect((await counts.read()).total).toBe(0);
});
