/** The engine of this process as a worker: what it announces, and the models that it has. */
import { randomUUID } from 'node:crypto';
import { availableParallelism, hostname } from 'node:os';
import type { Config } from '../config';
import { log } from '../log';
import { ENGINE_VERSION, shareMemory } from '../engine/client/client';
import type { Engine } from '../engine/api';
import type { Method, Requests } from '../engine/protocol';
import type { Models } from '../models/registry/installed';
import { answerRequests, type RequestServer } from './answer-requests';
import { readModel } from './choose-worker';
import { createLocalCalls } from './local-calls';
import { announceWorker } from './registry';
import type { RedisLink } from './redis';
import type { OwnWorker } from './remote-engine';
import type { WorkerInfo, WorkerModel } from './worker-info';

/** How often the folders of models are looked through, in ms. */
const MODELS_MS = 10_000;
/** How long requests under way may take to end when the worker stops, in ms. */
const STOP_MS = 2000;

export interface StartedWorker extends OwnWorker {
  readonly info: () => WorkerInfo;
  /** Models whose runs it takes. */
  readonly models: () => readonly WorkerModel[];
  /** Tells which run it computes; null for none. */
  readonly onRun: (run: { readonly id: string; readonly modelId: string } | null) => void;
  /** Looks through the folders now. */
  readonly readModels: () => Promise<void>;
  stop(): Promise<void>;
}

interface WorkerParts {
  readonly link: RedisLink;
  readonly engine: Engine;
  readonly models: Pick<Models, 'list' | 'identify'>;
  readonly config: Pick<Config, 'engineThreads' | 'engineMemoryMb'>;
  readonly isWeb: boolean;
}

/** Announces the engine, and answers requests with it. */
export function startOwnWorker({ link, engine, models, config, isWeb }: WorkerParts): StartedWorker {
  const id = randomUUID();
  const startedAt = new Date().toISOString();
  const loaded = createLoadedModels(shareMemory(config.engineMemoryMb * 2 ** 20).models);
  let known: readonly (WorkerModel & { readonly parameters: number })[] = [];
  let run: string | null = null;
  let open = 0;
  let pid: number | null = null;

  const info = (): WorkerInfo => {
    const { state, provider, reason, pid: enginePid, restarts = 0, report = null } = engine.status();
    // A new engine process has loaded nothing.
    if (enginePid !== pid) loaded.clear();
    pid = enginePid;
    return {
      id,
      host: hostname(),
      pid: process.pid,
      isWeb,
      startedAt,
      provider,
      engineState: state,
      reason,
      engineVersion: ENGINE_VERSION,
      restarts,
      report: report && { ...report, models: [...report.models] },
      threads: config.engineThreads || availableParallelism(),
      memoryMb: config.engineMemoryMb,
      models: known.map(({ id: modelId, digest, weightsSha256 }) => ({ id: modelId, digest, weightsSha256 })),
      loaded: loaded.list(),
      run,
      requests: open,
    };
  };
  const use = (modelId: string): void => {
    const model = known.find((one) => one.id === modelId);
    if (model) loaded.use(modelId, 4 * model.parameters);
  };
  const onRequest = (method: Method, args: object): (() => void) => {
    open++;
    return () => {
      open--;
      // Estimates need no weights.
      if (method !== 'estimate') use(readModel(args as Requests[Method]).id);
    };
  };
  const readModels = async (): Promise<void> => {
    const found = [];
    for (const { id: modelId, unavailable, parameters } of await models.list()) {
      if (unavailable !== null) continue;
      const identity = await models.identify(modelId).catch((error: unknown) => {
        log.warn(
          { err: error, model: modelId },
          'a model is not announced, because its files could not be read',
        );
        return null;
      });
      if (identity) found.push({ id: modelId, parameters, ...identity });
    }
    known = found;
    announcement.renew();
  };

  const announcement = announceWorker(link, info);
  const calls = createLocalCalls(engine);
  const server: RequestServer = answerRequests(link, id, calls, onRequest);
  let reading: Promise<void> | null = null;
  const readAgain = (): Promise<void> =>
    (reading ??= readModels()
      .catch((error: unknown) => log.warn({ err: error }, 'the folders of models could not be read'))
      .finally(() => (reading = null)));
  const timer = setInterval(() => void readAgain(), MODELS_MS);
  void readAgain();

  return {
    id,
    engine,
    calls,
    onRequest,
    info,
    models: () => known,
    readModels: readAgain,
    onRun(now) {
      run = now?.id ?? null;
      if (now) use(now.modelId);
      announcement.renew();
    },
    async stop() {
      clearInterval(timer);
      await announcement.stop();
      await server.stop(STOP_MS);
    },
  };
}

/** Which models are in the engine's memory: the most recently used ones that fit into their share, as in worker/model-store.ts. */
function createLoadedModels(maxBytes: number) {
  const used = new Map<string, number>();
  return {
    use(id: string, bytes: number): void {
      used.delete(id);
      used.set(id, bytes);
    },
    list(): string[] {
      let total = 0;
      return [...used]
        .toReversed()
        .filter(([, bytes], at) => (total += bytes) <= maxBytes || at === 0)
        .map(([id]) => id);
    },
    clear: () => used.clear(),
  };
}
