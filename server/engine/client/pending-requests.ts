/** Requests that wait for the engine's answer, by id. */
import type { RunEvent } from '../api';
import { unpackError, type FromEngine } from '../protocol';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onEvent: ((event: RunEvent) => void) | undefined;
}

export interface PendingRequests {
  /** @returns the id for the message, and the answer. */
  open<T>(onEvent: ((event: RunEvent) => void) | undefined): { id: number; result: Promise<T> };
  /** Delivers an event, result or error; one of a request that has ended is ignored. */
  settle(message: Extract<FromEngine, { id: number }>): void;
  fail(id: number, error: Error): void;
  failAll(error: Error): void;
}

export function createPendingRequests(): PendingRequests {
  const pending = new Map<number, Pending>();
  let nextId = 1;

  /** Removes a request. */
  const take = (id: number): Pending | undefined => {
    const request = pending.get(id);
    pending.delete(id);
    return request;
  };

  return {
    open<T>(onEvent: ((event: RunEvent) => void) | undefined) {
      const id = nextId++;
      // Only the engine's program answers; protocol.ts says what each method returns.
      const result = new Promise<T>((resolve, reject) => {
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject, onEvent });
      });
      return { id, result };
    },
    settle(message) {
      if (message.type === 'event') pending.get(message.id)?.onEvent?.(message.event);
      else if (message.type === 'result') take(message.id)?.resolve(message.value);
      else take(message.id)?.reject(unpackError(message.error));
    },
    fail: (id, error) => take(id)?.reject(error),
    failAll(error) {
      for (const id of pending.keys()) take(id)?.reject(error);
    },
  };
}
