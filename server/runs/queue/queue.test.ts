/** Turns, on a real database file: what order owners' runs are computed in, whatever restarts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createServices, type Services } from '../../services/services';
import { createFakeEngine, type FakeEngine } from '../../testing/fake-engine';
import { readIndexes } from '../../testing/schema-indexes';
import { storeFakeModel, storeRuns } from '../../testing/stored-runs';
import { createTestServices, type TestServices } from '../../testing/test-services';
import { startDispatcher, type Dispatcher } from './dispatcher';
import { followProgress } from './progress';
import { nextInQueue, queuePosition } from './queue';

let services: TestServices;
const dispatchers: Dispatcher[] = [];

beforeEach(async () => {
  services = await createTestServices({ RUN_LEASE_MS: '1000' });
  await storeFakeModel(services);
});
afterEach(async () => {
  await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.stop()));
  await services.dispose();
});

const store = (names: readonly string[], status = 'QUEUED'): Promise<void> =>
  storeRuns(services, names, { status });

const served = (owner: string, ms: number) =>
  services.db.user.update({ where: { id: owner }, data: { servedAt: new Date(ms) } });

/** The queue as it stands, next first. */
async function queue(): Promise<string[]> {
  const rows = await services.db.run.findMany({ where: { status: 'QUEUED' }, select: { id: true } });
  const names: string[] = [];
  for (const { id } of rows) names[(await queuePosition(services, id))! - 1] = id;
  return names;
}

function dispatch(to: Services, engine: FakeEngine): Dispatcher {
  const dispatcher = startDispatcher(to, engine);
  dispatchers.push(dispatcher);
  return dispatcher;
}

/** Another web process on the same file. */
function otherProcess(): { other: Services; engine: FakeEngine } {
  const engine = createFakeEngine();
  return { other: createServices(services.config, engine, services.models), engine };
}

async function ended(...names: string[]): Promise<void> {
  for (const name of names) for await (const _progress of followProgress(services, name));
}

/** Names of the runs that an engine was given, in order. */
async function givenTo(engine: FakeEngine): Promise<string[]> {
  const runs = await services.db.run.findMany({ include: { pairs: true } });
  return engine.runs.map(
    ({ experiment }) =>
      runs.find(({ pairs }) => pairs[0]!.correctTokenId === experiment.pairs[0]!.correct)!.id,
  );
}

describe('the queue', () => {
  it('lets owners take turns, each with the oldest run first', async () => {
    await store(['A1', 'A2', 'A3', 'B1', 'B2', 'C1']);
    expect(await queue()).toEqual(['A1', 'B1', 'C1', 'A2', 'B2', 'A3']);
    expect(await nextInQueue(services)).toBe('A1');
  });

  it('begins with the owner whom the engine left longest ago', async () => {
    await store(['A1', 'B1', 'C1']);
    await served('A', 30_000);
    await served('B', 20_000);
    expect(await queue()).toEqual(['C1', 'B1', 'A1']);
  });

  it('does not let newcomers pass those who wait, however long ago they were served', async () => {
    await store(['A1', 'A2', 'B1', 'C1']);
    await served('A', 3500);
    // A has waited since 3.5 s, B since 3 s, C, who was never served, since 4 s.
    expect(await queue()).toEqual(['B1', 'A1', 'C1', 'A2']);
  });

  it('puts those last for whom another process computes', async () => {
    await store(['A1'], 'RUNNING');
    await store(['A2', 'A3', 'B1']);
    expect(await queue()).toEqual(['B1', 'A2', 'A3']);
  });

  it('has no place for runs that do not wait', async () => {
    await store(['A1'], 'SUCCEEDED');
    expect(await queuePosition(services, 'A1')).toBeNull();
    expect(await nextInQueue(services)).toBeNull();
  });

  it('has an index with every column of a run that it reads', () => {
    // Otherwise each look at the queue would read all stored runs. `npm run bench -- --users` measures it.
    expect(readIndexes('Run')).toContainEqual(['status', 'ownerId', 'createdAt', 'id']);
  });
});

describe('the dispatcher', () => {
  it('computes single runs between the runs of an owner of many', async () => {
    await store(['A1', 'A2', 'A3', 'A4', 'B1', 'C1']);
    dispatch(services, services.engine);
    await ended('A4', 'C1');
    expect(await givenTo(services.engine)).toEqual(['A1', 'B1', 'C1', 'A2', 'A3', 'A4']);
  });

  it("turns to others who came while a run was computed, before its owner's next", async () => {
    await store(['A1', 'A2']);
    services.engine.beforeSweep = async () => {
      if (services.engine.runs.length > 1) return;
      await store(['B1']);
    };
    dispatch(services, services.engine);
    await ended('A2', 'B1');
    expect(await givenTo(services.engine)).toEqual(['A1', 'B1', 'A2']);
  });

  it('remembers whose turn it is over a restart', async () => {
    await store(['A1', 'A2', 'B1', 'C1']);
    const reachedB = new Promise<void>((resolve) => {
      services.engine.beforeSweep = async (_kind, signal) => {
        if (services.engine.runs.length < 2) return;
        resolve();
        await new Promise((stopped) => signal!.addEventListener('abort', stopped));
      };
    });
    const first = dispatch(services, services.engine);
    await reachedB;
    await first.stop();
    const { other, engine } = otherProcess();
    dispatch(other, engine);
    await ended('A2', 'B1', 'C1');
    expect(await givenTo(services.engine)).toEqual(['A1', 'B1']);
    expect((await givenTo(engine))[0]).toBe('C1');
    await dispatchers.pop()!.stop();
    await other.db.$disconnect();
  });

  it('gives another process a run of another owner', async () => {
    await store(['A1', 'A2', 'A3', 'B1']);
    const untilStopped = async (_kind: unknown, signal: AbortSignal | undefined): Promise<void> => {
      await new Promise((stopped) => signal!.addEventListener('abort', stopped));
    };
    const { other, engine } = otherProcess();
    services.engine.beforeSweep = untilStopped;
    engine.beforeSweep = untilStopped;
    dispatch(services, services.engine);
    // The two share a thread here: one must not begin a write while the other's transaction is open.
    await vi.waitFor(async () => {
      const run = await services.db.run.findUnique({ where: { id: 'A1' } });
      expect(run!.cleanLogitDiff).not.toBeNull();
    });
    dispatch(other, engine);
    await vi.waitFor(async () => expect(await givenTo(engine)).toEqual(['B1']));
    expect(await givenTo(services.engine)).toEqual(['A1']);
    await dispatchers.pop()!.stop();
    await other.db.$disconnect();
  });
});
