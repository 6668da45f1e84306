/** Which database a client is connected to. Only files of server/db ask. */
import type { Prisma } from '../../prisma/generated/client';

const KEY = Symbol.for('patchbay.dialects');

export type Dialect = 'sqlite' | 'postgresql';

/**
 * Clients, and the clients of their transactions. A client that is not here is one of SQLite. On globalThis, because each bundle of
 * the web server has its own copy of this module, and one of them opens the database for all.
 */
const holder = globalThis as { [KEY]?: WeakMap<object, Dialect> };
const dialects = (holder[KEY] ??= new WeakMap());

/** States the database of a client. */
export function setDialect(client: object, dialect: Dialect): void {
  dialects.set(client, dialect);
}

/** The database of a client or of the client of a transaction. */
export function readDialect(client: object): Dialect {
  return dialects.get(client) ?? 'sqlite';
}

/** Of two SQL texts the one for the database of a client. */
export function chooseSql(client: object, texts: Readonly<Record<Dialect, Prisma.Sql>>): Prisma.Sql {
  return texts[readDialect(client)];
}
