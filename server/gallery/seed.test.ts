/** The notebook's findings on another model never come alone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import type { Services } from '../services/services';
import { createTestServices, FAKE_MODEL, type TestServices } from '../testing/test-services';
import { canPublishNotebook } from './notebook-offer';
import { publishNotebook, seedGallery } from './seed';

let test: TestServices;
let services: Services;
let dispatcher: Dispatcher;
beforeAll(async () => {
  test = await createTestServices();
  const { models } = test;
  // The bundled model as well: the fake one by another name.
  services = {
    ...test,
    models: {
      list: async () => [FAKE_MODEL, { ...FAKE_MODEL, id: 'patchbay-mini' }],
      info: async (id) => ({ ...FAKE_MODEL, id }),
      vocabulary: () => models.vocabulary(FAKE_MODEL.id),
      tokenize: (_id, texts) => models.tokenize(FAKE_MODEL.id, texts),
      identify: () => models.identify(FAKE_MODEL.id),
      stamp: async (id) => id,
      origin: async () => null,
    },
  };
  dispatcher = startDispatcher(services, test.engine);
});
afterAll(async () => {
  await dispatcher.stop();
  await test.dispose();
});

it("publishes the bundled model's first, and links the two", async () => {
  const { runs, published } = await publishNotebook(services, 'fake');
  expect(runs.map(({ modelId }) => modelId)).toEqual(['fake', 'fake']);
  const findings = await published;
  expect(new Set(findings.map(({ seed }) => seed))).toEqual(new Set(['ioi/fake', 'facts/fake']));
  for (const { seed, runId, summary } of findings) {
    const sibling = await services.db.finding.findUnique({
      where: { seed: seed!.replace('fake', 'patchbay-mini') },
    });
    expect(summary).toContain(`(/compare?a=${sibling!.runId}&b=${runId})`);
  }
  const again = await publishNotebook(services, 'fake');
  expect((await again.published).map(({ id }) => id)).toEqual(findings.map(({ id }) => id));
  expect(await services.db.finding.count()).toBe(4);
});

/** Lets each submission whose title or id is asked for fail some times, as on a database that is locked. */
function failing(
  times: number,
  isMeant: (text: string) => boolean,
): { services: Services; failures: () => number } {
  let failures = 0;
  const { db } = services;
  const transact = db.$transaction.bind(db) as (...args: unknown[]) => Promise<unknown>;
  const failingDb = new Proxy(db, {
    get(target, name) {
      if (name !== '$transaction') return Reflect.get(target, name) as unknown;
      return (...args: unknown[]) => {
        if (failures < times && isMeant(new Error('where').stack ?? '')) {
          failures++;
          return Promise.reject(new Error('the database is locked'));
        }
        return transact(...args);
      };
    },
  });
  return { services: { ...services, db: failingDb }, failures: () => failures };
}

it('publishes again what failed, links findings that came first, and takes no other finding along', async () => {
  const { db } = services;
  await db.finding.deleteMany({});
  const isPublication = (stack: string): boolean => /publishFinding/.test(stack);
  // The first of the four is the bundled model's.
  const first = failing(1, isPublication);
  const { published } = await publishNotebook(first.services, 'fake');
  const findings = await published;
  expect(first.failures()).toBe(1);
  expect(findings.map(({ seed }) => seed)).toEqual(['ioi/fake', 'facts/fake']);
  const linked = async (): Promise<number> =>
    (await db.finding.findMany({ where: { seed: { endsWith: '/fake' } } })).filter(({ summary }) =>
      summary.includes('(/compare?a='),
    ).length;
  expect(await db.finding.count({ where: { seed: { endsWith: '/patchbay-mini' } } })).toBe(1);
  expect(await linked()).toBe(1);
  const second = failing(2, isPublication);
  await seedGallery(second.services, [1, 1, 1]);
  expect(second.failures()).toBe(2);
  expect(await db.finding.count({ where: { seed: { endsWith: '/patchbay-mini' } } })).toBe(2);
  expect(await linked()).toBe(2);
  for (const { id, seed } of findings) {
    const { summary, runId } = await db.finding.findUniqueOrThrow({ where: { id } });
    const sibling = await db.finding.findUniqueOrThrow({
      where: { seed: seed!.replace('fake', 'patchbay-mini') },
    });
    expect(summary.split(`(/compare?a=${sibling.runId}&b=${runId})`)).toHaveLength(2);
  }
});

it('gives up when it is stopped, and after the last attempt', async () => {
  await services.db.finding.deleteMany({});
  const always = failing(100, (stack) => /publishFinding/.test(stack));
  await expect(seedGallery(always.services, [1])).rejects.toThrow('the database is locked');
  const stopping = new AbortController();
  const seeding = seedGallery({ ...always.services, stopping }, [60_000]);
  setTimeout(() => stopping.abort(), 50);
  await seeding.catch(() => {});
  expect(await services.db.finding.count()).toBe(0);
  await (
    await publishNotebook(services, 'fake')
  ).published;
});

it('does what a process that was killed has left undone, and nothing once somebody has published', async () => {
  const { db } = services;
  const seeds = async (): Promise<(string | null)[]> =>
    (await db.finding.findMany({ orderBy: { seed: { sort: 'asc', nulls: 'first' } } })).map(
      ({ seed }) => seed,
    );
  await db.finding.delete({ where: { seed: 'facts/patchbay-mini' } });
  const seeding = seedGallery(services);
  expect(services.seeding.isUnderWay).toBe(true);
  await seeding;
  expect(services.seeding.isUnderWay).toBe(false);
  expect(await seeds()).toEqual(['facts/fake', 'facts/patchbay-mini', 'ioi/fake', 'ioi/patchbay-mini']);
  await db.finding.delete({ where: { seed: 'facts/patchbay-mini' } });
  await db.finding.update({ where: { seed: 'ioi/patchbay-mini' }, data: { seed: null } });
  await seedGallery(services);
  expect(await seeds()).toEqual([null, 'facts/fake', 'ioi/fake']);
});

it('publishes nothing of a model that does not do the task, and offers no model whose values are to be verified first', async () => {
  const { gap } = test.engine;
  test.engine.gap = { clean: -20, corrupted: 1 };
  try {
    await expect(publishNotebook(services, 'other')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/^'other' does not do the tasks of the notebook.*Facts: The mean clean/),
    });
    expect(await services.db.run.count({ where: { modelId: 'other' } })).toBe(0);
  } finally {
    test.engine.gap = gap;
  }
  expect(await canPublishNotebook(services, { id: 'patchbay-mini', unavailable: null })).toBe(true);
  expect(await canPublishNotebook(services, { id: 'patchbay-mini', unavailable: 'gone' })).toBe(false);
  // No values of it are known, and nothing says where its weights are from.
  const fake = { id: 'fake', unavailable: null };
  expect(await canPublishNotebook(services, fake)).toBe(false);
  const models = { origin: async () => ({ repository: 'someone/fake', revision: 'abc' }) };
  expect(await canPublishNotebook({ ...services, models }, fake)).toBe(true);
  // gpt2 has to give its own values first.
  expect(await canPublishNotebook(services, { id: 'gpt2', unavailable: null })).toBe(false);
  const passed = { state: 'PASSED', verification: null, message: null } as const;
  const verifier = { ...services.verifier, status: async () => passed };
  expect(await canPublishNotebook({ ...services, verifier }, { id: 'gpt2', unavailable: null })).toBe(true);
});
