/** What the dispatcher keeps of runs that it has handed to the engine: nothing. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { storeFakeModel, storeRuns } from '../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { startDispatcher } from './dispatcher';

const RUNS = 20;
/** The last one may still be on the stack. */
const MOST_KEPT = 2;

let services: TestServices;
beforeEach(async () => {
  services = await createTestServices();
  await storeFakeModel(services);
});
afterEach(() => services.dispose());

it('lets go of each run', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const names = Array.from({ length: RUNS }, (_, index) => `A${index + 1}`);
  await storeRuns(services, names);
  const seen: WeakRef<object>[] = [];
  const dispatcher = startDispatcher(services, services.engine, {
    minTurnMs: 0,
    onRun: (run) => void (run && seen.push(new WeakRef(run))),
  });
  try {
    await expect.poll(() => services.db.run.count({ where: { status: 'SUCCEEDED' } })).toBe(RUNS);
    expect(seen).toHaveLength(RUNS);
    const countKept = (): number => {
      collect();
      return seen.filter((reference) => reference.deref() !== undefined).length;
    };
    await expect.poll(countKept, { timeout: 5000 }).toBeLessThanOrEqual(MOST_KEPT);
  } finally {
    await dispatcher.stop();
  }
});
