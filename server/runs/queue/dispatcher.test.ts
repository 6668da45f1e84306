/** What becomes of runs whose engine dies, whose process stops, or behind which others wait. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DatabaseFault } from '../../db/faults';
import { AppError } from '../../errors';
import { createServices } from '../../services';
import { createFakeEngine } from '../../testing/fake-engine';
import { storeFakeModel, storeRuns } from '../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { startDispatcher, type Dispatcher } from './dispatcher';
import { followProgress } from './progress';

const KINDS = ['RESID_PRE', 'ATTN_OUT', 'HEAD_Z'] as const;
let services: TestServices;
let dispatchers: Dispatcher[] = [];

beforeEach(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '1000' });
  await storeFakeModel(services);
});
afterEach(async () => {
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  dispatchers = [];
  await services.dispose();
});

const dispatch = (): void => {
  dispatchers.push(startDispatcher(services, services.engine, { minTurnMs: 0 }));
};
const store = (...names: string[]): Promise<void> => storeRuns(services, names, { kinds: KINDS });
const read = (id: string) =>
  services.db.run.findUniqueOrThrow({ where: { id }, include: { sweeps: { orderBy: { id: 'asc' } } } });

/** Follows a run to its end. @returns the fractions on the way. */
async function ended(id: string): Promise<number[]> {
  const fractions: number[] = [];
  for await (const { fraction } of followProgress(services, id)) fractions.push(fraction);
  return fractions;
}

const untilAborted = (signal: AbortSignal | undefined): Promise<unknown> =>
  new Promise((stopped) => (signal!.aborted ? stopped(null) : signal!.addEventListener('abort', stopped)));
const died = (): AppError => new AppError('ENGINE_FAILED', 'The engine process ended (signal SIGKILL).');

describe('attempts', () => {
  it('do not count while the engine cannot be reached', async () => {
    await store('A1');
    const run = services.engine.run.bind(services.engine);
    let unreachable = 5;
    services.engine.run = async (...args) => {
      if (unreachable-- > 0) throw new AppError('ENGINE_FAILED', 'The engine is still starting.');
      return run(...args);
    };
    dispatch();
    await ended('A1');
    expect(await read('A1')).toMatchObject({ status: 'SUCCEEDED', attempts: 1 });
  });

  it('leave a run in the queue as long as there is no engine', async () => {
    await store('A1');
    const provider = vi.fn<() => Promise<'cpu'>>(async () => {
      throw died();
    });
    services.engine.provider = provider;
    dispatch();
    await vi.waitFor(() => expect(provider).toHaveBeenCalledTimes(2), { timeout: 10_000 });
    expect(await read('A1')).toMatchObject({ status: 'QUEUED', attempts: 0 });
    provider.mockImplementation(async () => 'cpu');
    await ended('A1');
    expect((await read('A1')).status).toBe('SUCCEEDED');
  });

  it('end after three deaths of the engine without a finished sweep between', async () => {
    await store('A1');
    let deaths = 0;
    services.engine.beforeSweep = async (kind) => {
      // Two on the first sweep, then two and three on the next ones.
      const bound = { RESID_PRE: 2, ATTN_OUT: 4, HEAD_Z: 7 }[kind as (typeof KINDS)[number]];
      if (deaths >= bound) return;
      deaths++;
      throw died();
    };
    dispatch();
    await ended('A1');
    const { status, errorMessage, sweeps } = await read('A1');
    expect({ status, errorMessage }).toEqual({
      status: 'FAILED',
      errorMessage: 'The engine process ended (signal SIGKILL).',
    });
    expect(sweeps.map(({ kind }) => kind)).toEqual(['RESID_PRE', 'ATTN_OUT']);
    expect(deaths).toBe(7);
  });

  it.each(['busy', 'conflict', 'full', 'unreachable'] as const)(
    'do not count when the database is %s for a while',
    async (kind) => {
      await store('A1');
      let isAway = true;
      services.engine.beforeSweep = async () => {
        if (!isAway) return;
        isAway = false;
        throw new DatabaseFault(kind, 'the database is away');
      };
      dispatch();
      await ended('A1');
      expect(await read('A1')).toMatchObject({ status: 'SUCCEEDED', attempts: 1 });
    },
  );

  it('end a run when the database is damaged', async () => {
    await store('A1');
    services.engine.beforeSweep = async () => {
      throw new DatabaseFault('corrupt', 'malformed');
    };
    dispatch();
    await ended('A1');
    expect(await read('A1')).toMatchObject({ status: 'FAILED', errorCode: 'DATABASE_UNAVAILABLE' });
  });
});

describe('a long run', () => {
  it('yields to runs of other owners after each finished sweep, and continues after it', async () => {
    await store('A1');
    const given: string[] = [];
    services.engine.beforeSweep = async (kind, signal) => {
      given.push(kind);
      // B and C come while a sweep is computed; the next one is under way when A has to give way.
      if (given.length === 1) await storeRuns(services, ['B1'], { kinds: ['HEAD_Q'] });
      if (given.length === 4) await storeRuns(services, ['C1'], { kinds: ['HEAD_K'] });
      if (given.length === 2 || given.length === 5) await untilAborted(signal);
    };
    dispatch();
    const fractions = await ended('A1');
    expect(given).toEqual(['RESID_PRE', 'ATTN_OUT', 'HEAD_Q', 'ATTN_OUT', 'HEAD_Z', 'HEAD_K', 'HEAD_Z']);
    const { status, attempts, sweeps } = await read('A1');
    expect({ status, attempts, kinds: sweeps.map(({ kind }) => kind) }).toEqual({
      status: 'SUCCEEDED',
      attempts: 1,
      kinds: [...KINDS],
    });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(await read('B1')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is not stopped for its own owner, nor when nobody waits', async () => {
    await store('A1', 'A2');
    dispatch();
    await ended('A2');
    expect(services.engine.runs.map(({ kinds }) => kinds)).toEqual([[...KINDS], [...KINDS]]);
  });
});

describe('a process that stops', () => {
  it('gives its run back at once, without an attempt', async () => {
    await store('A1');
    const reached = new Promise<void>((resolve) => {
      services.engine.beforeSweep = async (kind, signal) => {
        if (kind !== 'ATTN_OUT') return;
        resolve();
        await untilAborted(signal);
      };
    });
    dispatch();
    await reached;
    await dispatchers.pop()!.stop();
    expect(await read('A1')).toMatchObject({
      status: 'QUEUED',
      attempts: 0,
      leaseHolder: null,
      leaseUntil: null,
    });
  });
});

describe('a worker whose run was taken over', () => {
  it('stops, and writes nothing of it afterwards', async () => {
    await store('A1');
    let release = (): void => {};
    let wasAborted = false;
    services.engine.beforeSweep = async (kind, signal) => {
      if (kind !== 'ATTN_OUT') return;
      await new Promise<void>((resolve) => {
        release = resolve;
        void untilAborted(signal).then(() => {
          wasAborted = true;
          resolve();
        });
      });
    };
    dispatch();
    await vi.waitFor(async () => expect((await read('A1')).sweeps).toHaveLength(1), { timeout: 20_000 });
    // Another process takes the run and finishes it.
    const engine = createFakeEngine();
    const other = createServices(services.config, engine, services.models);
    await services.db.run.update({ where: { id: 'A1' }, data: { status: 'QUEUED', leaseHolder: null } });
    await vi.waitFor(() => expect(wasAborted).toBe(true), { timeout: 20_000 });
    await dispatchers.pop()!.stop();
    const second = startDispatcher(other, engine);
    await ended('A1');
    const finished = await read('A1');
    release();
    expect(finished.status).toBe('SUCCEEDED');
    expect(await read('A1')).toEqual(finished);
    await second.stop();
    await other.db.$disconnect();
  });
});
