/** Failures that say 'again', not 'failed': another process holds the database. */
import { messageOf } from '../errors';

/** Whether an error means that the database was busy. */
export function isBusy(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'P1008' || code === 'P2028' || code === 'P2034') return true;
  return /SQLITE_BUSY|SQLITE_LOCKED|database is locked|Operation has timed out/i.test(messageOf(error));
}
