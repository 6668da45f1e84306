/** The clock of the machine steps while somebody waits: nobody waits longer for it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { storeFakeModel, storeRuns } from '../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { settle } from './progress';

let services: TestServices;
beforeEach(async () => {
  services = await createTestServices();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await services.dispose();
});

it('ends a wait for a run in time when the clock is set back', async () => {
  await storeFakeModel(services);
  await storeRuns(services, ['A1']);
  const now = Date.now.bind(Date);
  const started = now();
  let steps = 0;
  // An hour back after the first look at it.
  vi.spyOn(Date, 'now').mockImplementation(() => (steps++ === 0 ? now() : now() - 3_600_000));
  const actor = { userId: 'A', isAdministrator: false };
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 20_000);
  await settle(services, actor, 'A1', 300, stop.signal);
  clearTimeout(timer);
  expect(stop.signal.aborted).toBe(false);
  expect(now() - started).toBeLessThan(20_000);
});
