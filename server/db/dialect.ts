/** Which database a client is connected to. Only files of server/db ask. */
import type { Prisma } from '../../prisma/generated/client';

export type Dialect = 'sqlite' | 'postgresql';

/** Clients, and the clients of their transactions. A client that is not here is one of SQLite. */
const dialects = new WeakMap<object, Dialect>();

/** States the database of a client. */
export function setDialect(client: object, dialect: Dialect): void {
  dialects.set(client, dialect);
}

/** The database of a client or of the client of a transaction. */
export function dialectOf(client: object): Dialect {
  return dialects.get(client) ?? 'sqlite';
}

/** Of two SQL texts the one for the database of a client. */
export function chooseSql(client: object, texts: Readonly<Record<Dialect, Prisma.Sql>>): Prisma.Sql {
  return texts[dialectOf(client)];
}
