/** The clock of the database, which all processes of a site share. */
import { Prisma } from '../../prisma/generated/client';
import { chooseSql } from './dialect';

/** The time `ms` from now, in the form in which Prisma stores times. */
export function momentFromNow(db: object, ms: number): Prisma.Sql {
  return chooseSql(db, {
    sqlite: Prisma.sql`strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', ${`${ms / 1000} seconds`})`,
    postgresql: Prisma.sql`CAST(clock_timestamp() AT TIME ZONE 'UTC' + CAST(${`${ms} milliseconds`} AS INTERVAL) AS TIMESTAMP(3))`,
  });
}

/** How long it is until the time in a column, in ms; negative for the past. */
export function msUntil(db: object, column: Prisma.Sql): Prisma.Sql {
  return chooseSql(db, {
    sqlite: Prisma.sql`((julianday(${column}) - julianday('now')) * 86400000.0)`,
    postgresql: Prisma.sql`CAST(EXTRACT(EPOCH FROM ${column} - clock_timestamp() AT TIME ZONE 'UTC') * 1000 AS DOUBLE PRECISION)`,
  });
}
