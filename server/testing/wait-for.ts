import { vi } from 'vitest';

/** Waits until a check passes, for as long as a slow machine may need. */
export function waitFor<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 20_000, interval: 50 });
}
