/** Imports at once do not exceed the quota of stored runs. */
import { expect, it } from 'vitest';
import { startDispatcher } from '../../server/runs/queue/dispatcher';
import { createTestServices } from '../../server/testing/test-services';
import { computeRun, exportRun } from './stored-run';

it('stores as many runs as the quota has room for, however many are imported at once', async () => {
  const services = await createTestServices({ QUOTA_STORED_RUNS_PER_USER: '2' });
  const dispatcher = startDispatcher(services, services.engine);
  try {
    const { id, cookie } = await computeRun(services);
    const json = await exportRun(services, id, cookie);
    const importRun = 'mutation ($json: String!) { importRun(json: $json) { id } }';
    const answers = await Promise.all([1, 2, 3].map(() => services.ask(importRun, { json }, cookie)));
    const refused = answers.flatMap(({ errors }) => errors ?? []);
    expect(refused.map(({ extensions }) => extensions['code'])).toEqual(['QUOTA_EXCEEDED', 'QUOTA_EXCEEDED']);
    expect(await services.db.run.count()).toBe(2);
  } finally {
    await dispatcher.stop();
    await services.dispose();
  }
});
