/** The statements that a database file is asked for. */
import { vi } from 'vitest';
import { Connection } from '../db/connection';

/** Lists the statements that this process runs meanwhile, on any connection, in their order. Arguments are left out. */
export async function listStatements(work: () => Promise<unknown>): Promise<readonly string[]> {
  const execute = vi.spyOn(Connection.prototype, 'execute');
  try {
    await work();
    return execute.mock.calls.map(([sql]) => sql);
  } finally {
    execute.mockRestore();
  }
}
