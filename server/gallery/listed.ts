/** Which findings lists and counts show: those that are not withdrawn and that no administrator has hidden. */
import { Prisma } from '../db';

export const LISTED_FINDING = { hidden: null, withdrawnAt: null } as const satisfies Prisma.FindingWhereInput;

/** The same of a row of the table `Finding`. @param alias of the table. */
export function isListed(alias: 'f' | 'Finding'): Prisma.Sql {
  const table = Prisma.raw(`"${alias}"`);
  return Prisma.sql`${table}."withdrawnAt" IS NULL
    AND ${table}."id" NOT IN (SELECT h."findingId" FROM "HiddenFinding" h)`;
}
