/** Replicates a finding: its experiment is computed again on this server, as a run of the requester's. */
import { randomBytes } from 'node:crypto';
import { MAX_EVIDENCE } from '../../domain/limits';
import type { Actor } from '../accounts/policy';
import { announceFinding } from '../community/announce';
import type { Database, Evidence } from '../db';
import { AppError } from '../errors';
import { readInput } from '../runs/submit/read-input';
import { submitRun } from '../runs/submit/submit';
import { findStandingFinding } from './find-open';
import type { Services } from './services';
import { settleWhenDone } from './settle-evidence';

/**
 * Queues the experiment of a finding again, without its stored results, and attaches the run, which is public, as a replication. An unfinished
 * replication by the requester is returned instead of a second one.
 *
 * @param act the requester's id; a visitor becomes a guest when the run is stored.
 * @throws NOT_FOUND; CONFLICT for a withdrawn finding; QUOTA_EXCEEDED; MODEL_UNAVAILABLE; ENGINE_FAILED; BAD_USER_INPUT when the experiment is no longer accepted.
 */
export async function replicateFinding(
  services: Services,
  actor: Actor,
  act: () => Promise<string>,
  key: string,
): Promise<Evidence> {
  const { db } = services;
  const finding = await findStandingFinding(db, actor, key);
  const active = await findActive(db, finding.id, actor.userId);
  if (active) return active;
  await checkRoom(db, finding.id);
  const original = await db.run.findUniqueOrThrow({
    where: { id: finding.runId },
    include: { pairs: { orderBy: { index: 'asc' } } },
  });
  // The page of the finding shows it.
  const input = { ...readInput(original, original.pairs), visibility: 'PUBLIC' } as const;
  const run = await submitRun(services, act, input, true, actor.userId);
  const evidence = await db.evidence.create({
    data: {
      id: randomBytes(9).toString('base64url'),
      findingId: finding.id,
      runId: run.id,
      creatorId: run.ownerId,
      stance: 'REPLICATION',
    },
  });
  announceFinding(services.changes, finding.id);
  settleWhenDone(services, evidence);
  return evidence;
}

/** @throws QUOTA_EXCEEDED when a finding has as many attached runs as it may have. */
export async function checkRoom({ evidence }: Pick<Database, 'evidence'>, findingId: string): Promise<void> {
  const count = await evidence.count({ where: { findingId } });
  if (count < MAX_EVIDENCE) return;
  const message = `${count} runs are attached to this finding, which is the limit. Remove one that is yours first.`;
  throw new AppError('QUOTA_EXCEEDED', message, { details: { count, limit: MAX_EVIDENCE } });
}

async function findActive(
  { evidence }: Pick<Database, 'evidence'>,
  findingId: string,
  viewerId: string | null,
): Promise<Evidence | null> {
  if (viewerId === null) return null;
  return evidence.findFirst({
    where: {
      findingId,
      creatorId: viewerId,
      stance: 'REPLICATION',
      run: { status: { in: ['QUEUED', 'RUNNING'] } },
    },
  });
}
