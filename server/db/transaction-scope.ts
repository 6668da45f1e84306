/**
 * A write that is made inside of an interactive transaction, but not through it, would wait for the transaction that waits
 * for it. It is refused at once instead.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<{ isOpen: boolean }>();

/** Runs what an interactive transaction consists of. */
export async function insideTransaction<T>(work: () => Promise<T>): Promise<T> {
  const state = { isOpen: true };
  try {
    return await scope.run(state, work);
  } finally {
    state.isOpen = false;
  }
}

/** @throws Error when called from inside of an interactive transaction that has not ended. */
export function refuseInsideTransaction(): void {
  if (!scope.getStore()?.isOpen) return;
  throw new Error(
    'This write is inside of a transaction and would wait for it to end. Use the client that the transaction was given.',
  );
}
