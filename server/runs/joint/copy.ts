/** Copies the joint patches of a run to a copy of the run. */
import { randomBytes } from 'node:crypto';
import type { Database, JointPatch } from '../../db';
import { readJointPatch } from './read';
import { digestSpec } from './spec';

/**
 * Copies joint patches and their controls, with who computed them, when, and by which engine.
 *
 * @param tx a transaction.
 * @param from the run whose experiment the copy has.
 * @param to the copy, which has no joint patches.
 */
export async function copyJointPatches(
  tx: Pick<Database, 'jointPatch' | '$executeRaw'>,
  from: string,
  to: string,
): Promise<void> {
  // A control refers to a joint patch that is older.
  const rows = await tx.jointPatch.findMany({
    where: { runId: from },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const ids = new Map(rows.map(({ id }) => [id, randomBytes(9).toString('base64url')]));
  const originals = rows.filter(({ controlOfId }) => controlOfId === null);
  const controls = rows.filter(({ controlOfId }) => controlOfId !== null);
  for (const row of [...originals, ...controls]) {
    const [id, controlOfId] = [ids.get(row.id)!, row.controlOfId && ids.get(row.controlOfId)!];
    const contentHash = controlOfId === null ? row.contentHash : digestControl(row, controlOfId);
    await tx.jointPatch.create({ data: { ...row, id, runId: to, controlOfId, contentHash } });
    await tx.$executeRaw`
      INSERT INTO "JointPatchValue" ("jointPatchId", "metric", "base", "source", "patched", "singles")
      SELECT ${id}, "metric", "base", "source", "patched", "singles"
      FROM "JointPatchValue" WHERE "jointPatchId" = ${row.id}`;
  }
}

/** A control is identified by the joint patch that it belongs to, too. */
function digestControl(row: JointPatch, controlOfId: string): string {
  return digestSpec({ ...readJointPatch(row), controlOfId }, row.engineVersion);
}
