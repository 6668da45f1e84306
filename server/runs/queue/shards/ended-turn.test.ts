/** A turn that ends while its holder claims a batch: after an outage of the database, for example. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { storeFakeModel, storeRuns } from '../../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../../testing/test-services';
import { waitFor } from '../../../testing/wait-for';
import { createSharedBatches } from './share-batches';

let services: TestServices;
beforeEach(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '60000' });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await services.dispose();
});

it('lets the batch go, so that the next holder does not wait for it for ever', async () => {
  const { db } = services;
  await storeFakeModel(services);
  await storeRuns(services, ['A1'], { status: 'RUNNING' });
  const run = await db.run.findUniqueOrThrow({ where: { id: 'A1' } });
  const ending = new AbortController();
  const execute = db.$executeRaw.bind(db) as (...args: unknown[]) => Promise<number>;
  vi.spyOn(db, '$executeRaw').mockImplementation((async (...args: unknown[]) => {
    const count = await execute(...args);
    if (String((args[0] as { raw?: readonly string[] }).raw).includes('INSERT INTO "RunShard"'))
      ending.abort();
    return count;
  }) as never);
  const sharing = { countWorkers: () => 2, computesAlike: () => true };
  const { run: compute } = createSharedBatches(services, services.engine, run, sharing)(0);
  const options = { onEvent: () => {}, signal: ending.signal };
  await expect(compute({} as never, ['HEAD_Z'], options)).rejects.toThrow('cancelled');
  expect(ending.signal.aborted).toBe(true);
  await waitFor(async () =>
    expect(await db.runShard.findMany({ select: { batch: true, leaseHolder: true } })).toEqual([
      { batch: 0, leaseHolder: null },
    ]),
  );
});
