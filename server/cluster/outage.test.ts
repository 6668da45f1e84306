/** What a site does while Redis is killed, and when it is back and has forgotten everything. */
import { afterEach, expect, it, vi } from 'vitest';
import { followProgress } from '../runs/queue/progress';
import { describeWithRedis, startOwnRedis, type OwnRedis } from '../testing/redis';
import { storeFakeModel, storeRuns } from '../testing/stored-runs';
import { createTestSite, type TestSite } from '../testing/test-site';
import { openProxy } from '../testing/tcp-proxy';
import { waitFor } from '../testing/wait-for';
import { connectRedis } from './redis';
import { createSharedEvents } from './shared-events';

let redis: OwnRedis | null = null;
let site: TestSite | null = null;

describeWithRedis('connections that a router has forgotten', () => {
  it('are replaced, those that only listen, too', async (context) => {
    redis = await startOwnRedis();
    if (redis === null) return context.skip('redis-server is not installed');
    const proxy = await openProxy(Number(new URL(redis.url).port));
    const link = connectRedis(`redis://127.0.0.1:${proxy.port}`, 'test');
    const other = connectRedis(redis.url, 'test');
    try {
      const heard: string[] = [];
      createSharedEvents(link)
        .emitter('changes')
        .on('run', (text: string) => heard.push(text));
      const sender = createSharedEvents(other).emitter('changes');
      await waitFor(() => {
        sender.emit('run', 'before');
        expect(heard).toContain('before');
      });
      proxy.strand();
      await waitFor(async () => expect(await link.commands.ping()).toBe('PONG'));
      await vi.waitFor(
        () => {
          sender.emit('run', 'after');
          expect(heard).toContain('after');
        },
        { timeout: 60_000, interval: 200 },
      );
    } finally {
      await link.close();
      await other.close();
      await proxy.close();
      await redis.kill();
      redis = null;
    }
  }, 120_000);
});

describeWithRedis('a site without Redis for a while', () => {
  afterEach(async () => {
    await site?.dispose();
    await redis?.kill();
    site = redis = null;
  });

  /** A site with a Redis of its own; null where there is no program. */
  async function start(): Promise<TestSite | null> {
    redis = await startOwnRedis();
    if (redis === null) return null;
    site = await createTestSite({ REDIS_URL: redis.url });
    return site;
  }

  it('computes runs meanwhile, whose readers see the end, and works together again after', async (context) => {
    const here = await start();
    if (here === null) return context.skip('redis-server is not installed');
    await storeFakeModel(here.web);
    const worker = await here.addWorker();
    worker.dispatch();
    await redis!.kill();
    await waitFor(() => expect(here.web.cluster!.link.isConnected()).toBe(false));
    await storeRuns(here.web, ['A1']);
    for await (const _progress of followProgress(here.web, 'A1'));
    expect(await here.web.db.run.findUnique({ where: { id: 'A1' } })).toMatchObject({ status: 'SUCCEEDED' });
    await expect(here.web.cluster!.engine.predict('fake', [1], 1)).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringContaining('Redis cannot be reached'),
    });
    // The process with an engine answers with its own.
    expect(await worker.services.cluster!.engine.predict('fake', [1], 1)).toHaveLength(1);

    await redis!.start();
    await waitFor(() => expect(here.web.cluster!.workers.list()).toHaveLength(1));
    expect(await here.web.cluster!.engine.predict('fake', [1], 1)).toHaveLength(1);
    const heard = vi.fn<() => void>();
    worker.services.changes.on('A1', heard);
    await waitFor(() => {
      here.web.changes.emit('A1');
      expect(heard).toHaveBeenCalled();
    });
  }, 60_000);

  it('answers a request that Redis has lost', async (context) => {
    const here = await start();
    if (here === null) return context.skip('redis-server is not installed');
    const { engine } = await here.addWorker();
    const predict = engine.predict.bind(engine);
    let release = (): void => {};
    let asked = 0;
    engine.predict = async (...args) => {
      if (++asked === 1) await new Promise<void>((resolve) => (release = resolve));
      return predict(...args);
    };
    const answer = here.web.cluster!.engine.predict('fake', [1, 2], 1);
    await waitFor(() => expect(asked).toBe(1));
    await redis!.kill();
    // The first answer finds no Redis.
    release();
    await waitFor(() => expect(here.web.cluster!.link.isConnected()).toBe(false));
    await redis!.start();
    expect(await answer).toEqual(await predict('fake', [1, 2], 1));
    expect(asked).toBe(2);
  }, 60_000);
});
