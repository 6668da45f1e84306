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
  const counts = createFilterCounts(services.db, Infinity);
  const [first, second] = await Promise.all([counts.read(), counts.read()]);
  expect(first).toEqual({ total: 0, models: [], tags: [], authors: [], kinds: [] });
  expect(second).toBe(first);
  expect(await counts.read()).toBe(first);
  counts.invalidate();
  expect(await counts.read()).not.toBe(first);
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

it('counts a finding once for each model that its runs are on', async () => {
  await storeFakeModel(services);
  const { id: _id, ...fake } = await services.db.model.findFirstOrThrow();
  await services.db.model.create({ data: { ...fake, id: 'other' } });
  await storeRuns(services, ['A1', 'A2', 'A3'], { status: 'SUCCEEDED' });
  await services.db.run.updateMany({ where: { id: { in: ['A2', 'A3'] } }, data: { modelId: 'other' } });
  const finding = {
    id: 'f',
    slug: 'f',
    runId: 'A1',
    ownerId: 'A',
    title: 'f',
    summary: '',
    card: '{}',
    text: '',
  };
  const sweep = { axes: '["layer","head"]', shape: '[1,2]', elapsedMs: 1, flops: 1, runId: 'A2' };
  await services.db.sweep.createMany({
    data: [
      { ...sweep, kind: 'HEAD_Z' },
      { ...sweep, kind: 'HEAD_Z', runId: 'A3' },
      { ...sweep, kind: 'OF_ANOTHER_VERSION' },
    ],
  });
  const furtherRuns = ['A2', 'A3'].map((runId, index) => ({ runId, index, label: runId }));
  await services.db.finding.create({ data: { ...finding, furtherRuns: { create: furtherRuns } } });
  const { total, models, authors, kinds } = await createFilterCounts(services.db, 0).read();
  expect(total).toBe(1);
  expect(authors).toMatchObject([{ value: 'A', count: 1 }]);
  expect(kinds).toEqual([{ value: 'HEAD_Z', label: 'Head output (z)', count: 1 }]);
  expect(models).toEqual([
    { value: 'fake', label: 'fake', count: 1 },
    { value: 'other', label: 'other', count: 1 },
  ]);
});

it('counts again after a failure', async () => {
  const counts = createFilterCounts(services.db, Infinity);
  vi.spyOn(services.db.user, 'findMany').mockRejectedValueOnce(new Error('disk I/O error'));
  await expect(counts.read()).rejects.toThrow('disk I/O error');
  expect((await counts.read()).total).toBe(0);
});

it('counts tags of the findings that lists show, the most frequent first', async () => {
  const { db } = services;
  await storeFakeModel(services);
  await storeRuns(services, ['A1', 'A2', 'A3', 'A4'], { status: 'SUCCEEDED' });
  for (const [at, tags] of [['ioi', 'b'], ['ioi', 'a'], ['ioi', 'gone'], ['hidden']].entries()) {
    const texts = { slug: `f${at}`, title: 'f', summary: '', card: '{}', text: '' };
    await db.finding.create({
      data: {
        id: `f${at}`,
        runId: `A${at + 1}`,
        ownerId: 'A',
        ...texts,
        tags: { create: tags.map((tag) => ({ tag })) },
      },
    });
  }
  await db.finding.update({ where: { id: 'f2' }, data: { withdrawnAt: new Date() } });
  await db.hiddenFinding.create({ data: { findingId: 'f3', reason: 'x' } });
  expect((await createFilterCounts(db).read()).tags).toEqual([
    { value: 'ioi', label: 'ioi', count: 2 },
    { value: 'a', label: 'a', count: 1 },
    { value: 'b', label: 'b', count: 1 },
  ]);
});
