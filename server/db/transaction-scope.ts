/**
 * Knows whether code runs inside of a transaction.
 *
 * A write that is made during an interactive transaction but not through it is refused: it would wait for the transaction, which
 * waits for the write.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<{ isOpen: boolean; readonly isBatch: boolean }>();

/** Runs the body of an interactive transaction. */
export function insideTransaction<T>(work: () => Promise<T>): Promise<T> {
  return inScope(false, work);
}

/** Runs a list of operations as one transaction. */
export function insideBatch<T>(work: () => Promise<T>): Promise<T> {
  return inScope(true, work);
}

async function inScope<T>(isBatch: boolean, work: () => Promise<T>): Promise<T> {
  const state = { isOpen: true, isBatch };
  try {
    return await scope.run(state, work);
  } finally {
    state.isOpen = false;
  }
}

/** Whether the caller is part of a transaction that has not ended. */
export function isInsideTransaction(): boolean {
  return scope.getStore()?.isOpen ?? false;
}

/** @throws Error when called during an interactive transaction. */
export function refuseInsideTransaction(): void {
  const state = scope.getStore();
  if (!state?.isOpen || state.isBatch) return;
  throw new Error(
    'This write is inside of a transaction and would wait for it to end. Use the client that the transaction was given.',
  );
}
