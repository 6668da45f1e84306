/** Claims of published findings about one head. */
import { listClaimedHeads } from '../../domain/claim/list-heads';
import { parseClaim } from '../../domain/claim/parse';
import { MAX_HEAD_CLAIMS } from '../../domain/limits';
import { TextError } from '../../domain/text-error';
import { Prisma, type Claim, type Database } from '../db';
import type { HeadOfModel } from './head-effects';
import { isListed } from './listed';

/** Claims on findings about the head's model that name the head, the newest finding first; at most MAX_HEAD_CLAIMS. */
export async function listHeadClaims(db: Database, { model, layer, head }: HeadOfModel): Promise<Claim[]> {
  // A text that does not have both numbers cannot name the head; the rest is parsed.
  const candidates = await db.$queryRaw<Claim[]>(Prisma.sql`
    SELECT c."id", c."findingId", c."index", c."text" FROM "Claim" c
    JOIN "Finding" f ON f."id" = c."findingId"
    WHERE ${isListed('f')} AND EXISTS (
        SELECT 1 FROM "Run" r WHERE r."modelId" = ${model}
          AND (r."id" = f."runId" OR r."id" IN (SELECT x."runId" FROM "FindingRun" x WHERE x."findingId" = f."id")))
      AND instr(c."text", ${`${layer}.${head}`}) > 0
    ORDER BY f."createdAt" DESC, f."id", c."index"`);
  return candidates.filter(({ text }) => namesHead(text, layer, head)).slice(0, MAX_HEAD_CLAIMS);
}

function namesHead(text: string, layer: number, head: number): boolean {
  try {
    return listClaimedHeads(parseClaim(text)).some((one) => one.layer === layer && one.head === head);
  } catch (error) {
    // A claim of an older version of the language.
    if (error instanceof TextError) return false;
    throw error;
  }
}
