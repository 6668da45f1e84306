/**
 * Interactive requests between the web processes and the workers of a cluster.
 *
 * A request is a BullMQ job in a queue of the worker that it is for: one queue for short calls and one for calls that may take a
 * minute, so that the latter never delay the former. The answer is a key that expires, and a notice on the requester's channel;
 * a requester that misses the notice finds the key. Values are structured clones, as between web and engine process.
 */
import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import type { RunEvent } from '../engine/api';
import type { Method, Requests, SentError } from '../engine/protocol';
import type { RedisLink } from './redis';

export const LANES = ['short', 'long'] as const;
export type Lane = (typeof LANES)[number];

/** Priority of a call in its queue, 1 first: what a person waits for while they look at a page. */
const PRIORITIES: Readonly<Record<Method, number>> = {
  predict: 1,
  attention: 1,
  patched: 1,
  predictTogether: 2,
  baseline: 3,
  estimate: 3,
  intervene: 1,
  attribute: 1,
  attributeNeurons: 1,
  readLens: 1,
  neurons: 2,
  circuit: 3,
  edgeCircuit: 3,
  // Verification of a model.
  run: 10,
};

const SHORT_METHODS: readonly Method[] = [
  'predict',
  'attention',
  'patched',
  'predictTogether',
  'baseline',
  'estimate',
];

/** The queue of a call. */
export function findLane(method: Method): Lane {
  return SHORT_METHODS.includes(method) ? 'short' : 'long';
}

export function findPriority(method: Method): number {
  return PRIORITIES[method];
}

/** The data of a job; its name is the method, its id the id of the request. */
export const jobSchema = z.object({
  /** The channel that is told of the answer. */
  from: z.string(),
  /** Arguments of the method, in base64. */
  args: z.string(),
});
export type JobData = z.infer<typeof jobSchema>;

export type Answer =
  | { readonly type: 'result'; readonly value: unknown; readonly events: readonly RunEvent[] }
  | { readonly type: 'error'; readonly error: SentError };

export function encodeArgs(args: Requests[Method]): string {
  return serialize(args).toString('base64');
}

/** @throws when the text is not from encodeArgs. Only processes of this site write it; protocol.ts says what it holds. */
export function decodeArgs(text: string): Requests[Method] {
  return deserialize(Buffer.from(text, 'base64')) as Requests[Method];
}

export function encodeAnswer(answer: Answer): Buffer {
  return serialize(answer);
}

/** @throws when the bytes are not from encodeAnswer. */
export function decodeAnswer(bytes: Buffer): Answer {
  return deserialize(bytes) as Answer;
}

/** Name of a worker's queue; BullMQ allows no colon in it. */
export function queueName(workerId: string, lane: Lane): string {
  return `${lane}-${workerId}`;
}

/** Prefix of BullMQ's keys. */
export function queuePrefix({ prefix }: RedisLink): string {
  return `${prefix}:queues`;
}

export function answerKey({ prefix }: RedisLink, requestId: string): string {
  return `${prefix}:answer:${requestId}`;
}

/** Channel that carries ids of requests whose clients have gone. */
export function cancelChannel({ prefix }: RedisLink, workerId: string): string {
  return `${prefix}:cancel:${workerId}`;
}
