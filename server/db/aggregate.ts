/** Aggregates that the two databases name differently. */
import { Prisma } from '../../prisma/generated/client';
import { chooseSql } from './dialect';

/** Joins the texts of a group with commas; PostgreSQL orders them by bytes, SQLite as it reads the rows. */
export function joinTexts(
  db: object,
  text: Prisma.Sql,
  { isDistinct = false }: { readonly isDistinct?: boolean } = {},
): Prisma.Sql {
  const distinct = isDistinct ? Prisma.sql`DISTINCT ` : Prisma.empty;
  return chooseSql(db, {
    sqlite: Prisma.sql`group_concat(${distinct}${text})`,
    postgresql: Prisma.sql`string_agg(${distinct}${text}, ',' ORDER BY ${text})`,
  });
}
