import { afterEach, expect, it } from 'vitest';
import { storeFakeModel, storeRuns } from '../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { checkActiveRuns, checkStoredRuns } from './quotas';

let services: TestServices;
afterEach(() => services.dispose());

const refused = (message: RegExp) => ({ code: 'QUOTA_EXCEEDED', message: expect.stringMatching(message) });

it('counts runs of one user, active and stored, and the bytes of their values', async () => {
  services = await createTestServices({ QUOTA_STORED_RUNS_PER_USER: '3', QUOTA_ACTIVE_RUNS_PER_USER: '2' });
  const { db, config } = services;
  await storeFakeModel(services);
  await storeRuns(services, ['A1', 'A2'], { status: 'SUCCEEDED' });
  await storeRuns(services, ['B1', 'B2']);
  await checkStoredRuns(db, 'A', config);
  await checkActiveRuns(db, 'A', config);
  await expect(checkActiveRuns(db, 'B', config)).rejects.toMatchObject(refused(/2 queued or running/));
  await storeRuns(services, ['A3'], { status: 'SUCCEEDED' });
  await expect(checkStoredRuns(db, 'A', config)).rejects.toMatchObject(
    refused(/You have 3 runs, and the limit is 3\. Delete/),
  );
  const noLimits = { activeRunsPerUser: 0, storedRunsPerUser: 0, storedMbPerUser: 0 };
  await checkStoredRuns(db, 'A', noLimits);
  await checkActiveRuns(db, 'B', noLimits);

  const bytes = { ...noLimits, storedMbPerUser: 2 };
  await db.sweep.create({
    data: {
      run: { connect: { id: 'A1' } },
      kind: 'HEAD_Z',
      direction: 'DENOISING',
      shape: '[1]',
      axes: '[]',
      elapsedMs: 1,
      flops: 1,
      values: { create: { metric: 'logit_diff', values: new Uint8Array(2 ** 20) } },
    },
  });
  await checkStoredRuns(db, 'A', bytes);
  const { id } = await db.sweep.findFirstOrThrow();
  await db.sweepValue.create({
    data: { sweepId: id, metric: 'prob', values: new Uint8Array(2 ** 20) },
  });
  await expect(checkStoredRuns(db, 'A', bytes)).rejects.toMatchObject(
    refused(/take 2 MiB, and the limit is 2 MiB/),
  );
  await checkStoredRuns(db, 'B', bytes);
});

it('refuses a run over the API, but still answers with a run that is there', async () => {
  services = await createTestServices({ QUOTA_STORED_RUNS_PER_USER: '1' });
  const pair = {
    clean: 'When John and Mary went out, John gave it to',
    corrupted: 'When John and Mary went out, Mary gave it to',
    correct: ' Mary',
    incorrect: ' John',
  };
  const create = (sweeps: string[], cookie: string | null) =>
    services.ask(
      'mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }',
      { input: { model: 'fake', pairs: [pair], sweeps } },
      cookie,
    );
  const first = await create(['HEAD_Z'], null);
  const cookie = first.setCookie[0]!.split(';')[0]!;
  expect((await create(['HEAD_Z'], cookie)).data).toEqual(first.data);
  expect((await create(['HEAD_Q'], cookie)).errors?.[0]?.extensions).toMatchObject({
    code: 'QUOTA_EXCEEDED',
    limit: 1,
  });
});
