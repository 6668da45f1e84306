/**
 * Keys of mutations: the server stores nothing twice that is sent again with the same `Idempotency-Key`.
 *
 * A mutation has one key until it has succeeded, so that what a person sends again after a lost answer, or by a double click, has the
 * key of the first time. Other content has another key, and so has the same content after a success.
 */
import { randomHex } from './random-hex';

/** The name of the header. */
export const KEY_HEADER = 'idempotency-key';

/** What people are told of a mutation without an answer. */
export const SAFE_TO_REPEAT = 'It may have stored this. Trying again is safe: nothing is stored twice.';

const KEY_BYTES = 16;
/** Older ones are forgotten; each is of a mutation that failed. */
const MAX_OPEN = 200;
/** Longer contents, such as of imported runs, are told apart by their length and beginning. The server compares the whole. */
const COMPARED = 50_000;

const open = new Map<string, string>();
const unanswered = new WeakSet<object>();

/** The key of a mutation, the same until `closeKey`. */
export function openKey(content: string): string {
  const id = identify(content);
  const key = open.get(id) ?? createKey();
  // The newest is last.
  open.delete(id);
  open.set(id, key);
  if (open.size > MAX_OPEN) open.delete(open.keys().next().value!);
  return key;
}

/** Called when a mutation has succeeded. */
export function closeKey(content: string): void {
  open.delete(identify(content));
}

/** Notes that it is unknown whether the mutation that failed with `error` was carried out. */
export function noteUnanswered(error: unknown): void {
  if (typeof error === 'object' && error !== null) unanswered.add(error);
}

/** Whether the request that failed with `error` may have been carried out, and is safe to send again. */
export function isUnanswered(error: unknown): boolean {
  return typeof error === 'object' && error !== null && unanswered.has(error);
}

function identify(content: string): string {
  return `${content.length} ${content.slice(0, COMPARED)}`;
}

/** A UUID of version 4. */
function createKey(): string {
  const hex = randomHex(KEY_BYTES);
  const variant = ((parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
