/** Several processes of one site in one test process: the same database and Redis, an engine each or none. */
import type { Config } from '../config';
import { createServices, type Services } from '../services/services';
import { startDispatcher, type Dispatcher } from '../runs/queue/dispatcher';
import { createFakeEngine, type FakeEngine } from './fake-engine';
import { redisSettings, removeKeys } from './redis';
import { createFakeModels, createTestServices, type TestServices } from './test-services';

export interface SiteWorker {
  readonly services: Services;
  readonly engine: FakeEngine;
  readonly id: string;
  /** Takes runs until it ends. */
  dispatch(): Dispatcher;
  /** Ends its connections without a word, as kill -9 does. */
  kill(): Promise<void>;
}

export interface TestSite {
  /** A web process without an engine. */
  readonly web: TestServices;
  /** Starts a process with an engine; resolves when the web process knows it. */
  addWorker(engine?: FakeEngine): Promise<SiteWorker>;
  /** Starts a further web process without an engine. */
  addWeb(): Services;
  dispose(): Promise<void>;
}

/** @param env settings beside those of Redis. */
export async function createTestSite(env: Record<string, string> = {}): Promise<TestSite> {
  const redis = { ...redisSettings(), ...env };
  const alone = await createTestServices({ RUN_LEASE_MS: '1000', ...env, REDIS_URL: '' });
  const config: Config = {
    ...alone.config,
    redis: { url: redis.REDIS_URL, prefix: redis.REDIS_PREFIX },
  };
  const opened: Services[] = [];
  const dispatchers: Dispatcher[] = [];
  const open = (engine: FakeEngine | null): Services => {
    const services = createServices(config, engine, createFakeModels());
    opened.push(services);
    return services;
  };
  const web = open(null);
  return {
    web: { ...alone, ...web, ask: (...args) => alone.ask(...args) } as TestServices,
    addWeb: () => open(null),
    async addWorker(engine = createFakeEngine()) {
      const services = open(engine);
      const { own } = services.cluster!;
      const id = own!.id;
      await own!.readModels();
      await new Promise<void>((resolve) => {
        const ignore = web.cluster!.workers.onRead(() => {
          const known = web.cluster!.workers.list().find((worker) => worker.id === id);
          if (!known || known.models.length === 0) return;
          ignore();
          resolve();
        });
      });
      return {
        services,
        engine,
        id,
        dispatch() {
          const dispatcher = startDispatcher(services, engine, {
            minTurnMs: 0,
            ...own!,
            sharing: services.cluster!.sharing,
          });
          dispatchers.push(dispatcher);
          return dispatcher;
        },
        async kill() {
          await services.cluster!.link.close();
        },
      };
    },
    async dispose() {
      await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
      for (const services of opened) {
        services.stopping.abort();
        await services.cluster!.close();
        await services.db.$disconnect();
      }
      await alone.dispose();
      if (env['REDIS_URL'] === undefined) await removeKeys(redis.REDIS_PREFIX);
    },
  };
}
