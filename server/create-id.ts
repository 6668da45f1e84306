/**
 * Ids of what a request creates. A client that got no answer sends the request again with the same `Idempotency-Key`; the ids are
 * then the same, so what the first one has stored is found and returned instead of stored twice.
 *
 * Ids are made of the key, the user and the whole request, so nobody finds rows of others by their key, and another request with the
 * same key creates something else. Nothing is stored of a key, and none expires.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomBytes } from 'node:crypto';
import { badUserInput } from './errors';

const MAX_KEY = 200;
const BYTES = 9;

/** A UUID of version 4 has 122 random bits, so nobody else guesses one. Other keys may be as simple as a number. */
const SECRET_KEY = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;
const GUEST_BYTES = 12;

interface KeyedRequest {
  /** Of the key and the content of the request. */
  readonly digest: string;
  /** Whether only its sender knows the key. */
  readonly isSecret: boolean;
  /** Ids that it has created: a request may create several things. */
  created: number;
}

const requests = new AsyncLocalStorage<KeyedRequest>();

/**
 * Serves a request whose ids follow from its key.
 *
 * @param key the header `Idempotency-Key`; null for a request without one.
 * @param readContent the content of the request; called when there is a key.
 * @throws BAD_USER_INPUT for a key that is empty or longer than 200 characters.
 */
export async function withRequestKey<T>(
  key: string | null,
  readContent: () => Promise<string>,
  serve: () => Promise<T>,
): Promise<T> {
  if (key === null) return serve();
  if (key === '' || key.length > MAX_KEY) {
    const message = `The header Idempotency-Key has ${key.length} characters; use 1 to ${MAX_KEY}, such as a UUID.`;
    throw badUserInput([{ path: '', message }]);
  }
  const digest = createHash('sha256')
    .update(JSON.stringify([key, await readContent()]))
    .digest('hex');
  return requests.run({ digest, isSecret: SECRET_KEY.test(key), created: 0 }, serve);
}

/**
 * The id of a new row: random, or the next one of a request with a key. Call it once for each row, outside of the transaction, whose
 * body may be repeated, and look for the row in the transaction first.
 *
 * @param ownerId of the user whose row it is.
 */
export function createId(ownerId: string): string {
  const request = requests.getStore();
  if (!request) return randomBytes(BYTES).toString('base64url');
  const content = JSON.stringify([request.digest, ownerId, request.created++]);
  return createHash('sha256').update(content).digest().subarray(0, BYTES).toString('base64url');
}

/**
 * The id of the guest that a visitor becomes: without the answer the browser has no cookie, so the repeated request must make the
 * same guest again. Null for a request without a key that only its sender knows, since the id gives access to what the guest has.
 */
export function createGuestId(): string | null {
  const request = requests.getStore();
  if (!request?.isSecret) return null;
  const content = JSON.stringify(['guest', request.digest]);
  return createHash('sha256').update(content).digest().subarray(0, GUEST_BYTES).toString('hex');
}
