/** What everybody may read, for feeds and completions. */
import type { Prisma } from '../db';

/** Findings that are in lists. */
export const PUBLIC_FINDING: Prisma.FindingWhereInput = { hidden: null };
