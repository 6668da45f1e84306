/**
 * The engines of all workers as one `Engine`.
 *
 * A request goes to the best worker (choose-worker.ts). When that worker ends, or its engine does, the request is sent to another
 * one; requests change nothing, so they may be computed twice. A worker of this process is called directly, and it answers alone
 * while Redis cannot be reached.
 */
import { AppError, isAppError } from '../errors';
import { createMethods, type SendRequest } from '../engine/client/client';
import type { Engine } from '../engine/api';
import type { EngineStatus, ExecutionProvider } from '../engine/status';
import type { Method, Requests } from '../engine/protocol';
import { chooseWorker, explainNoWorker, mayComeSoon, readModel } from './choose-worker';
import { readAnswer, type LocalCalls } from './local-calls';
import { findLane } from './messages';
import { waitForRedis, type RedisLink } from './redis';
import type { WorkerList } from './registry';
import type { Outcome, RemoteRequests } from './remote-requests';
import type { WorkerInfo } from './worker-info';

/** Longest time of a request at one worker, in ms. */
const LIMITS = { short: 60_000, long: 900_000 } as const;
/** Workers that a request is tried on. */
const MAX_WORKERS = 3;
/** How long a request waits for Redis, or for a first worker, in ms: workers restart. */
const WAIT_MS = 5000;
const LOOK_MS = 200;

/** The worker of this process. */
export interface OwnWorker {
  readonly id: string;
  readonly engine: Engine;
  readonly calls: LocalCalls;
  /** Counts a request; called at its end. */
  readonly onRequest: (method: Method, args: object) => () => void;
}

export interface ClusterParts {
  readonly link: RedisLink;
  readonly workers: WorkerList;
  readonly requests: RemoteRequests;
  /** Null in a process without an engine. */
  readonly own: OwnWorker | null;
}

/** @param waitMs how long a request waits for Redis or for a worker that has its model. */
export function createRemoteEngine(parts: ClusterParts, { waitMs = WAIT_MS } = {}): Engine {
  const { link, workers, requests, own } = parts;

  const findWorker = async (args: Requests[Method], avoided: ReadonlySet<string>): Promise<WorkerInfo> => {
    const model = readModel(args);
    const until = performance.now() + waitMs;
    for (;;) {
      if (!(await waitForRedis(link, Math.max(0, until - performance.now())))) {
        const message = 'Redis cannot be reached, so no worker can be asked. Try again in a moment.';
        throw new AppError('ENGINE_FAILED', message);
      }
      const worker = chooseWorker(workers.list(), model, (id) => requests.countOpen(id), avoided);
      if (worker) return worker;
      if (performance.now() > until || !mayComeSoon(workers.list(), model)) {
        const isEmpty = workers.list().length === 0;
        throw new AppError(
          isEmpty ? 'ENGINE_FAILED' : 'MODEL_UNAVAILABLE',
          explainNoWorker(workers.list(), model),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  };

  const ask = async (
    worker: WorkerInfo | null,
    method: Method,
    args: Requests[Method],
    signal: AbortSignal | undefined,
  ): Promise<Outcome> => {
    if (own === null || (worker !== null && worker.id !== own.id))
      return requests.send(worker!.id, method, args, LIMITS[findLane(method)], signal);
    const end = own.onRequest(method, args);
    return own.calls.answer(method, args, signal).finally(end);
  };

  const createSend =
    (client: AbortSignal | undefined, onAnswered: (worker: WorkerInfo | null) => void): SendRequest =>
    async (method, args, onEvent, own_) => {
      const signal = own_ && client ? AbortSignal.any([own_, client]) : (own_ ?? client);
      const failed = new Set<string>();
      let why = '';
      for (let tried = 1; tried <= MAX_WORKERS; tried++) {
        const worker =
          own && !link.isConnected()
            ? null
            : await findWorker(args, failed).catch((error) => {
                // Of two failures the first one says more.
                throw why === '' ? error : new AppError('ENGINE_FAILED', explainLost(why), { cause: error });
              });
        const outcome = await ask(worker, method, args, signal);
        if (outcome.type === 'late') {
          throw new AppError(
            'ENGINE_FAILED',
            `A worker did not answer within ${LIMITS[findLane(method)] / 1000} s. Try again.`,
          );
        }
        if (outcome.type === 'lost') {
          why = outcome.why;
          // The only worker is asked again: where Redis has lost its announcement, it seems to be gone until the next one.
          const isOther = ({ id }: WorkerInfo): boolean => id !== worker?.id;
          if (outcome.isWorkerGone && worker && workers.list().some(isOther)) failed.add(worker.id);
          continue;
        }
        try {
          const value = readAnswer(outcome, onEvent);
          onAnswered(worker);
          // The method says what its value is: protocol.ts.
          return value as never;
        } catch (error) {
          // Its engine has ended; another one may answer. A second failure is told.
          if (!isAppError(error, 'ENGINE_FAILED') || worker === null || tried > 1) throw error;
          failed.add(worker.id);
          if (chooseWorker(workers.list(), readModel(args), (id) => requests.countOpen(id), failed) === null)
            throw error;
        }
      }
      throw new AppError('ENGINE_FAILED', explainLost(why));
    };

  const firstProvider = async (): Promise<ExecutionProvider> => {
    const provider = readStatus(workers.list(), own, link.isConnected()).provider;
    if (provider === null)
      throw new AppError('ENGINE_FAILED', explainNoWorker(workers.list(), { id: '', expected: undefined }));
    return provider;
  };

  const create = (signal: AbortSignal | undefined): Engine => {
    let answered: ExecutionProvider | null = null;
    return {
      ...createMethods(createSend(signal, (worker) => (answered = worker?.provider ?? answered))),
      // Of the worker that answered last: it is stored with what it has computed.
      provider: async () => answered ?? firstProvider(),
      status: () => readStatus(workers.list(), own, link.isConnected()),
      forClient: create,
      close: async () => own?.engine.close(),
    };
  };
  return create(undefined);
}

function explainLost(why: string): string {
  return `The request was not answered: ${why}. Try again.`;
}

/** The engines of the workers as one. */
function readStatus(
  workers: readonly WorkerInfo[],
  own: OwnWorker | null,
  isConnected: boolean,
): EngineStatus {
  const ready = workers.filter(({ engineState }) => engineState === 'ready');
  if (ready.length > 0) return { state: 'ready', provider: ready[0]!.provider, pid: null, reason: null };
  if (own !== null) return own.engine.status();
  const reason = isConnected
    ? (workers.flatMap((worker) => worker.reason ?? [])[0] ??
      'No worker is connected. Start one: npm run worker.')
    : 'Redis cannot be reached, so no worker can be asked.';
  return { state: 'restarting', provider: null, pid: null, reason };
}
