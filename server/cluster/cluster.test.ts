/** Interactive requests, events and runs of a site of several processes, over a real Redis. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parse } from 'graphql';
import { listWorkers } from '../administration/workers';
import { AppError } from '../errors';
import { describeWorkers } from '../graphql/describe-workers';
import { runOperation } from '../graphql/operation';
import { observeCluster } from '../start/observe-cluster';
import { followProgress, readProgress } from '../runs/queue/progress';
import { cancelRun } from '../runs/queue/cancel';
import { FAKE_DIGEST, type FakeEngine } from '../testing/fake-engine';
import { describeWithRedis } from '../testing/redis';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestSite, type TestSite } from '../testing/test-site';
import { waitFor } from '../testing/wait-for';

let site: TestSite;
const ADMINISTRATOR = { userId: 'admin', role: 'ADMINISTRATOR', isAdministrator: true } as never;

const never = (): Promise<never> => new Promise(() => {});
const predict = (prompt: readonly number[], signal?: AbortSignal) =>
  site.web.cluster!.engine.forClient!(signal).predict('fake', prompt, 1);

async function ended(...names: string[]): Promise<void> {
  for (const name of names) for await (const _progress of followProgress(site.web, name));
}

/** Ids of the runs that an engine was given, in order. */
async function givenTo(engine: FakeEngine): Promise<string[]> {
  const runs = await site.web.db.run.findMany({ include: { pairs: true } });
  return engine.runs.map(
    ({ experiment }) =>
      runs.find(({ pairs }) => pairs[0]!.correctTokenId === experiment.pairs[0]!.correct)!.id,
  );
}

describeWithRedis('a site of several processes', () => {
  beforeEach(async () => {
    // No lease expires because the machine is slow.
    site = await createTestSite({ RUN_LEASE_MS: '10000' });
  });
  afterEach(() => site.dispose());

  it('answers requests of a web process without an engine, with the same bytes', async () => {
    const { engine } = await site.addWorker();
    const asked = { model: 'fake', prompts: [[1, 2, 3]], layer: 0, head: 0 };
    const here = await site.web.cluster!.engine.attention(asked);
    expect(here).toBeInstanceOf(Float32Array);
    expect(here).toEqual(await engine.attention(asked));
    expect(await predict([1, 2])).toEqual(await engine.predict('fake', [1, 2], 1));
  });

  it('passes errors with their code and details', async () => {
    const { engine } = await site.addWorker();
    engine.predict = async () => {
      throw new AppError('BAD_USER_INPUT', 'Too long.', { details: { limit: 3 } });
    };
    await expect(predict([1])).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'Too long.',
      details: { limit: 3 },
    });
  });

  it('says which model or files no worker has', async () => {
    await site.addWorker();
    await expect(site.web.cluster!.engine.predict('other', [1], 1)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: "No connected worker has model 'other'. Install it on one of them.",
    });
    const expected = { digest: 'e'.repeat(64), weightsSha256: null };
    await expect(site.web.cluster!.engine.predict('fake', [1], 1, expected)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('other files of model'),
    });
    expect(await site.web.models.list()).toMatchObject([{ id: 'fake', unavailable: null }]);
  });

  it('lists a model as unavailable without a worker that has it', async () => {
    expect(await site.web.models.list()).toMatchObject([
      { id: 'fake', unavailable: 'No worker is connected. Start one: npm run worker.' },
    ]);
    expect(site.web.cluster!.engine.status()).toMatchObject({ state: 'restarting' });
  });

  it('asks another worker when the engine of the first one ends', async () => {
    const workers = [await site.addWorker(), await site.addWorker()];
    const failing = vi.fn<FakeEngine['predict']>(async () => {
      throw new AppError('ENGINE_FAILED', 'The engine process ended (signal SIGKILL).');
    });
    const answering = workers[1]!.engine.predict.bind(workers[1]!.engine);
    // Whichever is asked first fails.
    for (const { engine } of workers) {
      engine.predict = async (...args) =>
        failing.mock.calls.length === 0 ? failing(...args) : answering(...args);
    }
    expect(await predict([1, 2])).toHaveLength(1);
    expect(failing).toHaveBeenCalledOnce();
  });

  it('asks another worker when the first one is killed', async () => {
    const first = await site.addWorker();
    const asked = vi.fn<() => void>();
    first.engine.predict = () => {
      asked();
      return never();
    };
    const answer = predict([1, 2]);
    await waitFor(() => expect(asked).toHaveBeenCalled());
    const second = await site.addWorker();
    await first.kill();
    expect(await answer).toEqual(await second.engine.predict('fake', [1, 2], 1));
  }, 30_000);

  it('stops a request whose client disconnects', async () => {
    const { engine } = await site.addWorker();
    let stopped: AbortSignal | undefined;
    engine.intervene = (_request, signal) => {
      stopped = signal;
      return never();
    };
    const client = new AbortController();
    const answer = site.web.cluster!.engine.forClient!(client.signal).intervene({
      experiment: { model: 'fake', direction: 'DENOISING', pairs: [] },
    } as never);
    const refused = answer.catch((error: unknown) => error);
    await waitFor(() => expect(stopped).toBeDefined());
    client.abort();
    expect(await refused).toMatchObject({ code: 'RUN_CANCELLED' });
    await waitFor(() => expect(stopped!.aborted).toBe(true));
  });

  it('takes a waiting request of a client that disconnects out of the queue', async () => {
    const { engine } = await site.addWorker();
    const given: number[] = [];
    const ends: (() => void)[] = [];
    engine.predict = async (_model, prompt) => {
      given.push(prompt[0]!);
      await new Promise<void>((resolve) => ends.push(resolve));
      return [];
    };
    const busy = [1, 2, 3, 4].map((prompt) => predict([prompt]));
    await waitFor(() => expect(given).toHaveLength(4));
    const client = new AbortController();
    const waiting = predict([5], client.signal).catch((error: unknown) => error);
    const queue = () => site.web.cluster!.link.commands.keys('*queues:short*:prioritized');
    await waitFor(async () => expect(await queue()).toHaveLength(1));
    client.abort();
    expect(await waiting).toMatchObject({ code: 'RUN_CANCELLED' });
    await waitFor(async () => expect(await queue()).toHaveLength(0));
    for (const end of ends) end();
    await Promise.all(busy);
    expect(given).toEqual([1, 2, 3, 4]);
  });

  it('tells every process of changes and of cancelled runs', async () => {
    const other = site.addWeb();
    const seen: string[] = [];
    other.changes.on('run-1', () => seen.push('run-1'));
    other.queue.on('cancel', (id: string) => seen.push(`cancel ${id}`));
    // The subscription of the other process may not have begun yet.
    await waitFor(() => {
      site.web.changes.emit('run-1');
      expect(seen).toContain('run-1');
    });
    site.web.queue.emit('cancel', 'run-1');
    await waitFor(() => expect(seen).toContain('cancel run-1'));
  });

  it('invalidates the counts of the gallery in every process', async () => {
    const other = site.addWeb();
    expect((await other.filterCounts.read()).total).toBe(0);
    const before = other.filterCounts.read();
    await waitFor(() => {
      site.web.filterCounts.invalidate();
      expect(other.filterCounts.read()).not.toBe(before);
    });
  });

  it('stops a run on another process when it is cancelled', async () => {
    await storeFakeModel(site.web);
    await storeRuns(site.web, ['A1']);
    const worker = await site.addWorker();
    let signal: AbortSignal | undefined;
    worker.engine.beforeSweep = (_kind, given) => {
      signal = given;
      return new Promise((resolve) => given!.addEventListener('abort', () => resolve()));
    };
    worker.dispatch();
    await waitFor(() => expect(signal).toBeDefined());
    await cancelRun(site.web, ADMINISTRATOR, 'A1');
    await waitFor(() => expect(signal!.aborted).toBe(true));
  });

  it('gives a run only to a worker that has its model with its files', async () => {
    await storeFakeModel(site.web);
    await storeRuns(site.web, ['A1', 'A2']);
    await site.web.db.run.update({ where: { id: 'A1' }, data: { modelDigest: 'e'.repeat(64) } });
    await site.web.db.run.update({ where: { id: 'A2' }, data: { modelDigest: FAKE_DIGEST } });
    const worker = await site.addWorker();
    worker.dispatch();
    await ended('A2');
    const run = await site.web.db.run.findUniqueOrThrow({ where: { id: 'A1' } });
    expect(run).toMatchObject({ status: 'QUEUED', attempts: 0 });
    expect((await readProgress(site.web, run, [])).waitReason).toMatch(/other files of model 'fake'/);
  });

  it('lists the workers for administrators', async () => {
    const worker = await site.addWorker();
    const asked = '{ workers { id provider available models { id digest loaded } runId requests } }';
    const exchange = { header: () => null, setCookie: () => {} };
    const ask = async () => runOperation({ document: parse(asked) }, exchange, site.web);
    expect((await ask()).errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    await predict([1]);
    await waitFor(async () =>
      expect(await describeWorkers(site.web.cluster)).toMatchObject([
        {
          id: worker.id,
          provider: 'cpu',
          available: true,
          models: [{ id: 'fake', digest: FAKE_DIGEST, loaded: true }],
          runId: null,
          requests: 0,
        },
      ]),
    );
  });

  it('shows the workers on the page of administrators and in the metrics', async () => {
    await site.addWorker();
    const hide = observeCluster(site.web.cluster!);
    expect(await listWorkers(null)).toMatchObject([
      { name: expect.stringMatching(/ \d+$/), status: { state: 'ready', provider: 'cpu', restarts: 0 } },
    ]);
    hide();
  });

  it('keeps the turns of owners with three dispatchers, and computes each run once', async () => {
    await storeFakeModel(site.web);
    const many = Array.from({ length: 12 }, (_, index) => `A${index + 1}`);
    await storeRuns(site.web, [...many, 'B1', 'C1']);
    const workers = [await site.addWorker(), await site.addWorker(), await site.addWorker()];
    const order: string[] = [];
    for (const { engine } of workers) {
      engine.beforeSweep = async () => {
        order.push((await givenTo(engine)).at(-1)!);
        // Each run takes a while, so that all three take part.
        await new Promise((resolve) => setTimeout(resolve, 50));
      };
    }
    for (const worker of workers) worker.dispatch();
    await ended(...many, 'B1', 'C1');
    // B and C wait for at most one run of A at each worker.
    expect(order.indexOf('B1')).toBeLessThan(4);
    expect(order.indexOf('C1')).toBeLessThan(4);
    expect(order.toSorted()).toEqual([...many, 'B1', 'C1'].toSorted());
    const given = await Promise.all(workers.map(({ engine }) => givenTo(engine)));
    expect(given.every(({ length }) => length > 0)).toBe(true);
  }, 60_000);
});
