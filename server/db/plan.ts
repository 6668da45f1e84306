/** Advice on how to execute a query. PostgreSQL has statistics and takes none. */
import { Prisma } from '../../prisma/generated/client';
import { chooseSql } from './dialect';

/** After a table: read it by this index. SQLite refuses a query that cannot. */
export function byIndex(db: object, index: string): Prisma.Sql {
  return chooseSql(db, { sqlite: Prisma.raw(`INDEXED BY "${index}"`), postgresql: Prisma.empty });
}

/** A join with a condition whose left side is read first. */
export function joinInOrder(db: object): Prisma.Sql {
  return chooseSql(db, { sqlite: Prisma.sql`CROSS JOIN`, postgresql: Prisma.sql`JOIN` });
}
