/** The deletions of a pass: what is found of some guests, and the statement that deletes one of it. */
import { Prisma } from '../db';
import { hasNothing, isAbandoned, isRunDeletable, isSetDeletable, type Abandonment } from './rule';

/** One kind of what is deleted. */
export interface Deletion {
  /** The counter of RetentionPass. */
  readonly counter: 'runs' | 'promptSets' | 'guests';
  /** Selects ids of up to `limit` of it, of the guests with `ids`. */
  readonly find: (rule: Abandonment, ids: readonly string[], limit: number) => Prisma.Sql;
  /** Deletes the one with `id` if the whole rule still holds for it. */
  readonly remove: (rule: Abandonment, id: string) => Prisma.Sql;
}

/** In their order: a guest can go when everything else has gone. */
export const DELETIONS: readonly Deletion[] = [
  {
    counter: 'runs',
    find: (rule, ids, limit) => Prisma.sql`
      SELECT r."id" FROM "Run" r WHERE r."ownerId" IN (${Prisma.join([...ids])}) AND ${isRunDeletable(rule)} LIMIT ${limit}`,
    remove: (rule, id) => Prisma.sql`
      DELETE FROM "Run" AS r WHERE r."id" = ${id} AND ${isRunDeletable(rule)} AND ${hasAbandonedOwner(rule, 'r')}`,
  },
  {
    counter: 'promptSets',
    find: (rule, ids, limit) => Prisma.sql`
      SELECT p."id" FROM "PromptSet" p WHERE p."ownerId" IN (${Prisma.join([...ids])}) AND ${isSetDeletable(rule)} LIMIT ${limit}`,
    remove: (rule, id) => Prisma.sql`
      DELETE FROM "PromptSet" AS p WHERE p."id" = ${id} AND ${isSetDeletable(rule)} AND ${hasAbandonedOwner(rule, 'p')}`,
  },
  {
    counter: 'guests',
    find: (rule, ids, limit) => Prisma.sql`
      SELECT u."id" FROM "User" u WHERE u."id" IN (${Prisma.join([...ids])}) AND ${isAbandoned(rule)} AND ${hasNothing()} LIMIT ${limit}`,
    remove: (rule, id) => Prisma.sql`
      DELETE FROM "User" AS u WHERE u."id" = ${id} AND ${isAbandoned(rule)} AND ${hasNothing()}`,
  },
];

function hasAbandonedOwner(rule: Abandonment, alias: 'r' | 'p'): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM "User" u WHERE u."id" = ${Prisma.raw(alias)}."ownerId" AND ${isAbandoned(rule)})`;
}
