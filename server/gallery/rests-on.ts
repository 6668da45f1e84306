/** The runs that findings rest on: the main run of each, and its further runs. */
import { Prisma } from '../db';
import { isListed } from './listed';

/** Runs of the findings that lists show: `findingId`, `createdAt` of the finding, `runId`. */
export const runsOfFindings = (): Prisma.Sql => Prisma.sql`
  SELECT f."id" AS "findingId", f."createdAt", f."runId" FROM "Finding" f WHERE ${isListed('f')}
  UNION ALL
  SELECT f."id" AS "findingId", f."createdAt", x."runId" FROM "FindingRun" x
  JOIN "Finding" f ON f."id" = x."findingId" AND ${isListed('f')}`;
