/**
 * Sessions are stored by the sha256 of their token, so a copy of the database gives no access even to somebody who has the key
 * that signs cookies.
 *
 * better-auth stores tokens as they are and has no setting for it; its database adapter is wrapped. A token is 32 random
 * characters, too many to guess, so a fast hash is enough.
 */
import { createHash } from 'node:crypto';
import type { BetterAuthOptions } from 'better-auth';
import type { DBAdapter, DBTransactionAdapter, Where } from '@better-auth/core/db/adapter';
import type { Database } from '../db';

const PREFIX = 'sha256:';

/** The form of a token in the database. */
export function hashSessionToken(token: string): string {
  return PREFIX + createHash('sha256').update(token).digest('hex');
}

type CreateAdapter = (options: BetterAuthOptions) => DBAdapter;

/** Makes an adapter that never stores the token of a session. */
export function hashSessions(create: CreateAdapter): CreateAdapter {
  return (options) => {
    const adapter = create(options);
    return {
      ...wrap(adapter),
      transaction: (work) => adapter.transaction((inner) => work(wrap(inner))),
    };
  };
}

/** Of a row: the token that it was asked for by, which better-auth writes into the cookie. */
function withToken<T>(row: T, token: string | null): T {
  return row === null || token === null ? row : { ...row, token };
}

function wrap<T extends DBTransactionAdapter>(adapter: T): T {
  const hashed: Partial<DBTransactionAdapter> = {
    create: async (input) => {
      const token = readText((input.data as { token?: unknown }).token);
      if (input.model !== 'session' || token === null) return adapter.create(input);
      const data = { ...input.data, token: hashSessionToken(token) };
      const created: unknown = await adapter.create({ ...input, data });
      return withToken(created, token) as never;
    },
    findOne: async (input) => withToken(await adapter.findOne(hashWhere(input)), askedToken(input)) as never,
    findMany: (input) => adapter.findMany(hashWhere(input)),
    count: (input) => adapter.count(hashWhere(input)),
    update: async (input) => withToken(await adapter.update(hashWhere(input)), askedToken(input)) as never,
    updateMany: (input) => adapter.updateMany(hashWhere(input)),
    delete: (input) => adapter.delete(hashWhere(input)),
    deleteMany: (input) => adapter.deleteMany(hashWhere(input)),
    consumeOne: (input) => adapter.consumeOne(hashWhere(input)),
    incrementOne: (input) => adapter.incrementOne(hashWhere(input)),
  };
  return { ...adapter, ...hashed };
}

interface Asked {
  readonly model: string;
  readonly where?: Where[] | undefined;
}

function isToken(model: string, { field }: Where): boolean {
  return model === 'session' && field === 'token';
}

function hashWhere<T extends Asked>(input: T): T {
  if (!input.where?.some((one) => isToken(input.model, one))) return input;
  const where = input.where.map((one): Where => {
    if (!isToken(input.model, one)) return one;
    if (Array.isArray(one.value))
      return { ...one, value: one.value.map((token) => hashSessionToken(String(token))) };
    return { ...one, value: hashSessionToken(String(one.value)) };
  });
  return { ...input, where };
}

function askedToken({ model, where }: Asked): string | null {
  return readText(where?.find((one) => isToken(model, one))?.value);
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Hashes the tokens that older versions stored as they are; the browsers stay signed in. @returns how many. */
export async function hashStoredSessions(db: Database): Promise<number> {
  const where = { NOT: { token: { startsWith: PREFIX } } };
  const rows = await db.userSession.findMany({ where, select: { id: true, token: true } });
  for (const { id, token } of rows)
    await db.userSession.updateMany({ where: { id, token }, data: { token: hashSessionToken(token) } });
  return rows.length;
}
