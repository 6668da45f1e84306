/** Replicates a finding: its experiment is computed again on this server, as a run of the requester's, on the same or on fresh prompts. */
import { randomBytes } from 'node:crypto';
import { MAX_EVIDENCE } from '../../domain/limits';
import type { Actor } from '../accounts/policy';
import { announceFinding } from '../community/announce';
import type { Database, Evidence, PromptPair, Run } from '../db';
import { AppError } from '../errors';
import { findSet } from '../prompts/sets/find';
import { findFreshPairs } from '../prompts/sets/fresh';
import { readRoleNames } from '../runs/experiment';
import { readTokens } from '../runs/stored-run';
import { readInput } from '../runs/submit/read-input';
import { submitRun } from '../runs/submit/submit';
import type { RunInput } from '../runs/submit/validate';
import type { PairInput } from '../runs/submit/validate-pairs';
import { findStandingFinding } from './find-open';
import type { Services } from './services';
import { settleWhenDone } from './settle-evidence';

export interface Replication {
  /** Id or slug of the finding. */
  readonly key: string;
  /** Seed of fresh pairs of the family that generated the run's prompt set; null for the pairs of the run. */
  readonly freshSeed: number | null;
}

/**
 * Queues the experiment of a finding again, without its stored results, and attaches the run, which is public, as a replication. An
 * unfinished replication by the requester, on the same prompts or with the same seed, is returned instead of a second one.
 *
 * @param act the requester's id; a visitor becomes a guest when the run is stored.
 * @throws NOT_FOUND; CONFLICT for a withdrawn finding; QUOTA_EXCEEDED; MODEL_UNAVAILABLE; ENGINE_FAILED; BAD_USER_INPUT when the
 *   experiment is no longer accepted, or there are no fresh pairs.
 */
export async function replicateFinding(
  services: Services,
  actor: Actor,
  act: () => Promise<string>,
  { key, freshSeed }: Replication,
): Promise<Evidence> {
  const { db } = services;
  const finding = await findStandingFinding(db, actor, key);
  const active = await findActive(db, finding.id, actor.userId, freshSeed);
  if (active) return active;
  await checkRoom(db, finding.id);
  const original = await db.run.findUniqueOrThrow({
    where: { id: finding.runId },
    include: { pairs: { orderBy: { index: 'asc' } }, unusablePairs: { orderBy: { index: 'asc' } } },
  });
  // Of a run that stopped early, the pairs that were computed.
  const computed = original.pairs.slice(0, original.pairCount ?? original.pairs.length);
  const repeated = { ...readInput(original, computed, original.unusablePairs), stopWhen: null };
  // The page of the finding shows it.
  const input: RunInput = {
    ...repeated,
    visibility: 'PUBLIC',
    ...(freshSeed !== null && {
      freshSeed,
      // They say which pairs of the set were left out.
      filter: null,
      unusable: null,
      pairs: await findPairs(services, actor, original, freshSeed),
    }),
  };
  let evidence: Evidence;
  try {
    const { id: runId } = await submitRun(services, act, input, true, actor.userId, async (tx, run) => {
      const other = await findActive(tx, finding.id, run.ownerId, freshSeed);
      if (other) throw new ActiveReplication(other);
      await checkRoom(tx, finding.id);
      await tx.evidence.create({
        data: {
          id: randomBytes(9).toString('base64url'),
          findingId: finding.id,
          runId: run.id,
          creatorId: run.ownerId,
          stance: freshSeed === null ? 'REPLICATION' : 'FRESH',
        },
      });
    });
    evidence = await db.evidence.findFirstOrThrow({ where: { findingId: finding.id, runId } });
  } catch (error) {
    if (error instanceof ActiveReplication) return error.evidence;
    throw error;
  }
  announceFinding(services.changes, finding.id);
  settleWhenDone(services, evidence);
  return evidence;
}

/** Rolls the transaction of a replication back, because the requester started the same one at the same time. */
class ActiveReplication extends Error {
  constructor(readonly evidence: Evidence) {
    super(`The replication ${evidence.id} is not finished.`);
  }
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
  freshSeed: number | null,
): Promise<Evidence | null> {
  if (viewerId === null) return null;
  return evidence.findFirst({
    where: {
      findingId,
      creatorId: viewerId,
      stance: freshSeed === null ? 'REPLICATION' : 'FRESH',
      run: { status: { in: ['QUEUED', 'RUNNING'] }, ...(freshSeed !== null && { freshSeed }) },
    },
  });
}

/** As many fresh pairs as a run has, of the same number of tokens where its positions are by index. @throws BAD_USER_INPUT */
async function findPairs(
  services: Services,
  actor: Actor,
  run: Run & { readonly pairs: readonly PromptPair[] },
  seed: number,
): Promise<readonly PairInput[]> {
  const found =
    run.promptSetId === null
      ? null
      : await findSet(services.db, actor, `${run.promptSetId}@${run.promptSetVersion ?? 1}`);
  if (!found)
    throw new AppError(
      'BAD_USER_INPUT',
      "The finding's run is not on a prompt set that you can open, so no family can generate fresh prompts.",
    );
  return findFreshPairs(services, found.version, {
    seed,
    count: run.pairs.length,
    model: run.modelId,
    prependBos: run.prependBos,
    wholeAnswers: run.wholeAnswers,
    tokens: readRoleNames(run) ? null : readTokens(run.pairs[0]!).clean.length,
  });
}
