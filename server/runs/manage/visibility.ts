/** Changes who can open a run. What is on the page of a finding can be opened by everybody. */
import { isWider, type Visibility } from '../../../domain/visibility';
import type { Actor } from '../../accounts/policy';
import { nameFinding, OPENNESS } from '../../accounts/visibility';
import { decodeVisibility } from '../../db/codec';
import type { Database, Run } from '../../db';
import { AppError } from '../../errors';

type Transaction = Pick<Database, 'run' | 'finding' | 'evidence'>;

/**
 * Sets the visibility of a run.
 *
 * @param tx a transaction; it must be rolled back when this throws.
 * @param actor who changes it; a finding that is hidden from them is not named.
 * @throws CONFLICT when a finding rests on the run and it would not be public, or when it is attached to a finding and would be
 *   private.
 */
export async function setVisibility(
  tx: Transaction,
  actor: Actor,
  id: string,
  wanted: Visibility,
): Promise<void> {
  // The write comes first: a finding that is published at the same time is seen below.
  await tx.run.updateMany({ where: { id }, data: { visibility: wanted } });
  if (wanted === 'PUBLIC') return;
  const finding = await tx.finding.findFirst({
    where: { OR: [{ runId: id }, { furtherRuns: { some: { runId: id } } }] },
    select: OPENNESS,
  });
  if (finding) {
    const { name, details } = nameFinding(actor, finding);
    const message = `The run stays public because ${name} rests on it. Delete the finding first, or take the run out of it.`;
    throw new AppError('CONFLICT', message, { details });
  }
  if (wanted !== 'PRIVATE') return;
  const attached = await tx.evidence.findFirst({
    where: { runId: id },
    select: { finding: { select: OPENNESS } },
  });
  if (!attached) return;
  const { name, details } = nameFinding(actor, attached.finding);
  const message = `This run is attached to ${name}. Detach it there first, then make it private.`;
  throw new AppError('CONFLICT', message, { details });
}

/** Shows a run to at least the people that `wanted` names. @param tx a transaction. */
export async function widenVisibility<T extends Pick<Run, 'id' | 'visibility'>>(
  tx: Pick<Database, 'run'>,
  run: T,
  wanted: Visibility,
): Promise<T> {
  if (!isWider(wanted, decodeVisibility(run.visibility))) return run;
  await tx.run.updateMany({ where: { id: run.id }, data: { visibility: wanted } });
  return { ...run, visibility: wanted };
}
