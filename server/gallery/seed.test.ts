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
  // No values of it are known; gpt2 has to give its own first.
  expect(await canPublishNotebook(services, { id: 'fake', unavailable: null })).toBe(true);
  expect(await canPublishNotebook(services, { id: 'gpt2', unavailable: null })).toBe(false);
  const passed = { state: 'PASSED', verification: null, message: null } as const;
  const verifier = { ...services.verifier, status: async () => passed };
  expect(await canPublishNotebook({ verifier }, { id: 'gpt2', unavailable: null })).toBe(true);
});
