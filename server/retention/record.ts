/** The end of a pass: its row, the audit log and the log. */
import { randomBytes } from 'node:crypto';
import type { Database, RetentionPass } from '../db';
import { log } from '../log';

export type PassCounts = Pick<RetentionPass, 'runs' | 'promptSets' | 'guests'>;

/** Action of the entries in the audit log. */
export const RETENTION_ACTION = 'deleteAbandoned';

/**
 * Ends all passes that have not ended, of this process or of one that was killed. Only one process at a time may call it.
 *
 * @returns what they have deleted, the newest first.
 */
export async function closePasses(db: Database): Promise<PassCounts[]> {
  const open = await db.retentionPass.findMany({
    where: { finishedAt: null },
    orderBy: { startedAt: 'desc' },
  });
  for (const pass of open) {
    const { id, runs, promptSets, guests, seenBefore } = pass;
    const data = {
      id: randomBytes(9).toString('base64url'),
      actorId: null,
      action: RETENTION_ACTION,
      subject: null,
      reason: describePass(pass),
    };
    const isClosed = await db.$transaction(async (tx) => {
      const { count } = await tx.retentionPass.updateMany({
        where: { id, finishedAt: null },
        data: { finishedAt: new Date() },
      });
      if (count === 1) await tx.auditEntry.create({ data });
      return count === 1;
    });
    if (isClosed)
      log.info({ runs, promptSets, guests, seenBefore }, 'deleted what abandoned guests have left');
  }
  return open.map(({ runs, promptSets, guests }) => ({ runs, promptSets, guests }));
}

/** What a pass deleted, as a sentence. */
export function describePass({
  runs,
  promptSets,
  guests,
  seenBefore,
}: PassCounts & Pick<RetentionPass, 'seenBefore'>): string {
  const parts = [count(runs, 'run'), count(promptSets, 'prompt set'), count(guests, 'guest')];
  return `${parts.join(', ')} deleted; the guests were not seen since ${seenBefore.toISOString().slice(0, 10)}`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
