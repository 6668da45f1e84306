/** Many runs through the dispatcher, on a real database file: what each of them opens is closed again. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createTestServices } from '../../testing/test-services';
import { startDispatcher } from './dispatcher';
import { followProgress } from './progress';
import { submitRun } from '../submit/submit';

const RUNS = 100;
const AT_ONCE = 20;

it('opens no more descriptors in 100 runs than in the first few', async () => {
  const services = await createTestServices();
  const dispatcher = startDispatcher(services, services.engine);
  const descriptors = (): number => readdirSync('/proc/self/fd').length;
  await services.db.user.createMany({
    data: Array.from({ length: AT_ONCE }, (_, id) => ({ id: `u${id}`, name: 'x' })),
  });
  const compute = async (owner: number, name: string): Promise<void> => {
    const pair = { clean: `a b ${name}`, corrupted: `a c ${name}`, correct: ' Mary', incorrect: ' John' };
    const input = {
      model: 'fake',
      pairs: [pair],
      sweeps: ['RESID_PRE'],
      direction: 'DENOISING',
      prependBos: true,
    } as const;
    const { id } = await submitRun(services, async () => `u${owner}`, input, false);
    let status = '';
    for await (const progress of followProgress(services, id)) ({ status } = progress);
    expect(status).toBe('SUCCEEDED');
  };
  try {
    let before = 0;
    for (let from = 0; from < RUNS; from += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => compute(index, `${from} ${index}`)));
      if (from === 0) before = descriptors();
    }
    expect(await services.db.run.count()).toBe(RUNS);
    expect(descriptors()).toBeLessThanOrEqual(before + 10);
  } finally {
    await dispatcher.stop();
    await services.dispose();
  }
}, 300_000);
