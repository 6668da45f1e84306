/** The statements that a database is asked for. */
import pg from 'pg';
import { vi } from 'vitest';
import { Connection } from '../db/connection';

/** Lists the statements that this process runs meanwhile, on any connection, in their order. Arguments are left out. */
export async function listStatements(work: () => Promise<unknown>): Promise<readonly string[]> {
  const execute = vi.spyOn(Connection.prototype, 'execute');
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    const onServer = query.mock.calls as unknown as readonly [string | { text: string }][];
    return [
      ...execute.mock.calls.map(([sql]) => sql),
      ...onServer.map(([sent]) => (typeof sent === 'string' ? sent : sent.text)),
    ];
  } finally {
    execute.mockRestore();
    query.mockRestore();
  }
}
