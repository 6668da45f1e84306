/** The requester's side of interactive requests: sends one to a worker and waits for the answer, whatever happens to both. */
import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { requestAborted } from '../errors';
import { log } from '../log';
import type { Method, Requests } from '../engine/protocol';
import {
  answerKey,
  cancelChannel,
  decodeAnswer,
  encodeArgs,
  findLane,
  findPriority,
  queueName,
  queuePrefix,
  type Answer,
  type JobData,
} from './messages';
import type { WorkerList } from './registry';
import type { RedisLink } from './redis';

/** How often a request without an answer is looked after, in ms: notices and jobs can be lost with a connection. */
const LOOK_MS = 1000;
/** How long it may take to hand a request over, in ms. */
const SEND_MS = 3000;
/** Failed looks, each after LOOK_MS, until a request is given up. */
const MAX_FAILURES = 10;
/** Events of jobs that Redis keeps for each queue. */
const KEPT_EVENTS = 10;
/** Queues that are kept open. */
const MAX_QUEUES = 1000;

/** What became of a request at one worker: its answer, or `lost` when the worker or the request is gone. */
export type Outcome =
  | Answer
  | { readonly type: 'lost'; readonly why: string; readonly isWorkerGone?: boolean }
  | { readonly type: 'late' };

export interface RemoteRequests {
  /**
   * Sends a request to a worker and waits.
   *
   * @param limitMs after which it is given up.
   * @throws RUN_CANCELLED when `signal` aborts.
   */
  send(
    workerId: string,
    method: Method,
    args: Requests[Method],
    limitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Outcome>;
  /** Requests of this process that a worker has not answered. */
  countOpen(workerId: string): number;
}

export function createRemoteRequests(link: RedisLink, workers: WorkerList): RemoteRequests {
  const channel = `${link.prefix}:answers:${randomUUID()}`;
  const wakers = new Map<string, () => void>();
  const openByWorker = new Map<string, number>();
  const queues = new Map<string, Queue<JobData>>();
  const subscriber = link.open();
  subscriber.on('message', (_channel, requestId) => wakers.get(requestId)?.());
  subscriber
    .subscribe(channel)
    .catch((error: unknown) => log.debug({ err: error }, 'notices of answers are not received'));

  const openQueue = (name: string): Queue<JobData> => {
    let queue = queues.get(name);
    if (!queue) {
      queue = new Queue<JobData>(name, {
        connection: link.commands,
        prefix: queuePrefix(link),
        // Nobody reads the events of jobs; by default 10,000 are kept.
        streams: { events: { maxLen: KEPT_EVENTS } },
      });
      queue.on('error', () => {});
      queues.set(name, queue);
      for (const [oldest] of queues) {
        if (queues.size <= MAX_QUEUES) break;
        queues.delete(oldest);
      }
    }
    return queue;
  };
  const takeAnswer = async (requestId: string): Promise<Answer | null> => {
    const bytes = await link.commands.getdelBuffer(answerKey(link, requestId));
    return bytes === null ? null : decodeAnswer(bytes);
  };

  /** Looks for the answer, and for what could have been lost; null when there is nothing to tell. */
  const look = async (queue: Queue, workerId: string, requestId: string): Promise<Outcome | null> => {
    // In this order: an answer is written before its job is removed.
    const isGone = !workers.list().some(({ id }) => id === workerId);
    const job = await queue.getJob(requestId);
    const answer = await takeAnswer(requestId);
    if (answer) return answer;
    if (isGone) return { type: 'lost', why: 'the worker that computed it has ended', isWorkerGone: true };
    return job ? null : { type: 'lost', why: 'Redis lost it' };
  };

  return {
    countOpen: (workerId) => openByWorker.get(workerId) ?? 0,
    async send(workerId, method, args, limitMs, signal) {
      const requestId = randomUUID();
      const queue = openQueue(queueName(workerId, findLane(method)));
      const until = performance.now() + limitMs;
      let hasNotice = false;
      let failures = 0;
      let wake = (): void => {};
      const onNotice = (): void => {
        hasNotice = true;
        wake();
      };
      const abandon = (): void => {
        queue.remove(requestId).catch(() => {});
        link.commands.publish(cancelChannel(link, workerId), requestId).catch(() => {});
      };
      wakers.set(requestId, onNotice);
      signal?.addEventListener('abort', onNotice);
      openByWorker.set(workerId, (openByWorker.get(workerId) ?? 0) + 1);
      try {
        if (signal?.aborted) throw requestAborted();
        try {
          const data = { from: channel, args: encodeArgs(args) };
          const adding = queue.add(method, data, { jobId: requestId, priority: findPriority(method) });
          await withLimit(adding, SEND_MS);
        } catch (error) {
          log.debug({ err: error, method }, 'a request could not be sent to a worker');
          return { type: 'lost', why: 'it could not be sent' };
        }
        for (;;) {
          if (!hasNotice) await pause(LOOK_MS, (resolve) => (wake = resolve));
          if (signal?.aborted) {
            abandon();
            throw requestAborted();
          }
          const isNoticed = hasNotice;
          hasNotice = false;
          try {
            const found = await (isNoticed ? takeAnswer(requestId) : look(queue, workerId, requestId));
            if (found) return found;
            failures = 0;
          } catch {
            // Redis may come back, with the answer.
            if (++failures > MAX_FAILURES) return { type: 'lost', why: 'Redis cannot be reached' };
          }
          if (performance.now() > until) {
            abandon();
            return { type: 'late' };
          }
        }
      } finally {
        wakers.delete(requestId);
        signal?.removeEventListener('abort', onNotice);
        const left = (openByWorker.get(workerId) ?? 1) - 1;
        if (left === 0) openByWorker.delete(workerId);
        else openByWorker.set(workerId, left);
      }
    },
  };
}

function pause(ms: number, arm: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    arm(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** @throws when `work` takes longer than `ms`. */
function withLimit(work: Promise<unknown>, ms: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer of Redis in ${ms} ms`)), ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
