/**
 * Refuses writes that are made during an interactive transaction but not through it. Such a write would wait for the
 * transaction, which waits for the write.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<{ isOpen: boolean }>();

/** Runs the body of an interactive transaction. */
export async function insideTransaction<T>(work: () => Promise<T>): Promise<T> {
  const state = { isOpen: true };
  try {
    return await scope.run(state, work);
  } finally {
    state.isOpen = false;
  }
}

/** @throws Error when called during an interactive transaction. */
export function refuseInsideTransaction(): void {
  if (!scope.getStore()?.isOpen) return;
  throw new Error(
    'This write is inside of a transaction and would wait for it to end. Use the client that the transaction was given.',
  );
}
