/** Statements and transactions are counted, and pass unchanged. */
import type { SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils';
import { expect, it } from 'vitest';
import { readMetrics } from '../observability/read-metrics';
import { observeAdapter } from './observed-adapter';

const query = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });

/** An adapter with private fields, such as those of libraries. */
class FakeAdapter {
  readonly provider = 'sqlite';
  readonly adapterName = 'fake';
  #calls = 0;
  release = (): void => {};
  queryRaw = async () => ({ columnNames: [], columnTypes: [], rows: [[++this.#calls]] });
  async executeRaw({ sql }: SqlQuery): Promise<number> {
    if (sql.includes('wait')) await new Promise<void>((resolve) => (this.release = resolve));
    if (sql.includes('fail')) throw new Error('refused');
    return ++this.#calls;
  }
  async executeScript(): Promise<void> {
    this.#calls = 100;
  }
  async startTransaction() {
    return { options: {}, commit: async () => {}, rollback: async () => {} };
  }
  async dispose(): Promise<void> {}
}

async function open(): Promise<{ adapter: SqlDriverAdapter; fake: FakeAdapter }> {
  const fake = new FakeAdapter();
  const factory = { provider: 'sqlite', adapterName: 'fake', connect: async () => fake };
  return { adapter: await observeAdapter(factory as unknown as SqlDriverAdapterFactory).connect(), fake };
}

async function value(name: string): Promise<number> {
  const { text } = await readMetrics();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.split(' ')[1] ?? 0);
}
const PENDING = 'patchbay_database_writes_pending';
const count = (kind: string) => value(`patchbay_database_seconds_count{kind="${kind}"}`);

it('counts reads and writes, those that fail too', async () => {
  const { adapter } = await open();
  const before = [await count('read'), await count('write'), await value(PENDING)];
  expect((await adapter.queryRaw(query('SELECT 1'))).rows).toEqual([[1]]);
  expect(await adapter.executeRaw(query('UPDATE "T" SET "a" = 1'))).toBe(2);
  await expect(adapter.executeRaw(query('UPDATE fail'))).rejects.toThrow('refused');
  const after = [await count('read'), await count('write'), await value(PENDING)];
  expect(after).toEqual([before[0]! + 1, before[1]! + 2, before[2]]);
});

it('shows writes and transactions that are under way', async () => {
  const { adapter, fake } = await open();
  const before = await value(PENDING);
  const write = adapter.executeRaw(query('UPDATE wait'));
  const transaction = await adapter.startTransaction();
  expect(await value(PENDING)).toBe(before + 2);
  fake.release();
  await write;
  await transaction.rollback();
  await transaction.commit();
  expect(await value(PENDING)).toBe(before);
});

it('passes other methods on to an adapter with private fields', async () => {
  const { adapter } = await open();
  await adapter.executeScript('');
  expect((await adapter.queryRaw(query('SELECT 1'))).rows).toEqual([[101]]);
  expect(adapter.adapterName).toBe('fake');
});
