/** The worker's side of interactive requests: takes them from its queues and answers with its engine. */
import { Queue, Worker, type Job } from 'bullmq';
import { log } from '../log';
import { packError, type Method } from '../engine/protocol';
import type { LocalCalls } from './local-calls';
import {
  answerKey,
  cancelChannel,
  decodeArgs,
  encodeAnswer,
  jobSchema,
  LANES,
  queueName,
  queuePrefix,
  type Answer,
  type Lane,
} from './messages';
import type { RedisLink } from './redis';

/** Requests that are given to the engine at the same time: it answers one at a time, and the next one is there already. */
const CONCURRENCY: Readonly<Record<Lane, number>> = { short: 4, long: 1 };
/** How long a queue may take to close when nothing is under way, in ms; its connections are cut then. */
const CLOSE_MS = 300;
/** How long an answer is kept for a requester that missed the notice, in s. */
const ANSWER_SECONDS = 60;

export interface RequestServer {
  /** Takes no more requests and waits for those under way, for `ms` at most. */
  stop(ms: number): Promise<void>;
}

/** @param onRequest is called for each request and returns what is called at its end. */
export function answerRequests(
  link: RedisLink,
  workerId: string,
  calls: LocalCalls,
  onRequest: (method: Method, args: object) => () => void,
): RequestServer {
  const cancellers = new Map<string, AbortController>();
  const answer = async (job: Job): Promise<void> => {
    const requestId = job.id!;
    const { from, args } = jobSchema.parse(job.data);
    const canceller = new AbortController();
    cancellers.set(requestId, canceller);
    try {
      const result = await compute(job.name as Method, args, canceller.signal);
      if (canceller.signal.aborted) return;
      await link.commands
        .multi()
        .set(answerKey(link, requestId), encodeAnswer(result), 'EX', ANSWER_SECONDS)
        .publish(from, requestId)
        .exec();
    } finally {
      cancellers.delete(requestId);
    }
  };
  const compute = async (method: Method, text: string, signal: AbortSignal): Promise<Answer> => {
    let end = (): void => {};
    try {
      const args = decodeArgs(text);
      end = onRequest(method, args);
      return await calls.answer(method, args, signal);
    } catch (error) {
      log.error({ err: error, method }, 'a request could not be answered');
      return { type: 'error', error: packError(error) };
    } finally {
      end();
    }
  };

  const canceller = link.open();
  canceller.on('message', (_channel, requestId) => cancellers.get(requestId)?.abort());
  canceller
    .subscribe(cancelChannel(link, workerId))
    .catch((error: unknown) => log.debug({ err: error }, 'requests cannot be cancelled'));
  const workers = LANES.map((lane) => {
    const worker = new Worker(queueName(workerId, lane), answer, {
      connection: link.open(),
      prefix: queuePrefix(link),
      concurrency: CONCURRENCY[lane],
      // The requester sends a request again that gets no answer; nobody else takes from this queue.
      skipStalledCheck: true,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
    worker.on('error', (error) => log.debug({ err: error }, 'a queue of requests could not be read'));
    worker.on('failed', (_job, error) => log.debug({ err: error }, 'an answer could not be sent'));
    return worker;
  });
  return {
    async stop(ms) {
      for (const worker of workers) worker.pause(true).catch(() => {});
      const until = performance.now() + ms;
      while (cancellers.size > 0 && performance.now() < until)
        await new Promise((end) => setTimeout(end, 20));
      await Promise.race([
        Promise.allSettled(workers.map((worker) => worker.close(true))),
        new Promise((end) => setTimeout(end, CLOSE_MS)),
      ]);
      if (link.isConnected()) await removeQueues(link, workerId);
    },
  };
}

/** Removes the queues of a worker that is gone; whoever waits for an answer asks another worker. */
export async function removeQueues(link: RedisLink, workerId: string): Promise<void> {
  for (const lane of LANES) {
    const queue = new Queue(queueName(workerId, lane), {
      connection: link.commands,
      prefix: queuePrefix(link),
      skipMetasUpdate: true,
    });
    queue.on('error', () => {});
    await queue
      .obliterate({ force: true })
      .catch((error: unknown) => log.debug({ err: error }, 'the queue of a worker could not be removed'));
  }
}
