/** The audit log: what administrators did by this right. */
import { randomBytes } from 'node:crypto';
import type { Action } from '../accounts/policy';
import type { AuditEntry, Database } from '../db';
import { afterCursor, checkFirst, toPage, type Page } from '../paging';

/** Arguments that name what a mutation is about, in the order of preference. */
const SUBJECTS = ['id', 'findingId', 'slug', 'runId', 'model', 'commentId'];

/** Writes an entry. @param args the arguments of the mutation. */
export async function recordAct(
  { auditEntry }: Pick<Database, 'auditEntry'>,
  actorId: string | null,
  action: Action,
  args: Readonly<Record<string, unknown>>,
): Promise<void> {
  const input = args['input'];
  const given = { ...args, ...(typeof input === 'object' ? (input as Record<string, unknown>) : {}) };
  const subject = SUBJECTS.map((name) => given[name]).find((value) => typeof value === 'string');
  const { reason } = given;
  await auditEntry.create({
    data: {
      id: randomBytes(9).toString('base64url'),
      actorId,
      action,
      subject: typeof subject === 'string' ? subject : null,
      reason: typeof reason === 'string' ? reason.trim() : null,
    },
  });
}

/** A page of the log, newest first. @throws BAD_USER_INPUT */
export async function listAuditEntries(
  { auditEntry }: Pick<Database, 'auditEntry'>,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<Page<AuditEntry>> {
  checkFirst(first);
  const rows = await auditEntry.findMany({
    where: afterCursor(after),
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  });
  return toPage(rows, first);
}
