/** Loaders of findings and of what belongs to them. */
import DataLoader from 'dataloader';
import { MAX_LINEAGE } from '../../domain/limits';
import type { Actor } from '../accounts/policy';
import { readableFindings } from '../accounts/visibility';
import type { Claim, ClaimVerdict, Database, Evidence, Finding, FindingRun, FindingVersion } from '../db';
import { loadByKey, loadGroups, MAX_KEYS } from '../load-rows';
import { createCollectionLoaders } from './collections/loaders';
import { LONG_COLUMNS, type ListedFinding } from './list';
import { LISTED_FINDING } from './listed';
import { readTallies, type Tallies } from './tallies';

/** Creates loaders for one request of an actor. */
export function createGalleryLoaders(db: Database, actor: Actor) {
  return {
    ...createCollectionLoaders(db, actor),
    findingOfRun: loadByKey<ListedFinding>(
      (ids) =>
        db.finding.findMany({
          where: { runId: { in: ids }, AND: readableFindings(actor) },
          omit: LONG_COLUMNS,
        }),
      'runId',
    ),
    tags: loadGroups<{ findingId: string; tag: string }>(
      (findingIds) =>
        db.findingTag.findMany({ where: { findingId: { in: findingIds } }, orderBy: { tag: 'asc' } }),
      'findingId',
    ),
    /** Claims of a finding in their order. */
    claims: loadGroups<Claim>(
      (findingIds) =>
        db.claim.findMany({ where: { findingId: { in: findingIds } }, orderBy: { index: 'asc' } }),
      'findingId',
    ),
    claimVerdicts: loadGroups<ClaimVerdict>(
      (claimIds) => db.claimVerdict.findMany({ where: { claimId: { in: claimIds } } }),
      'claimId',
    ),
    /** Further runs of a finding in their order. */
    furtherRuns: loadGroups<FindingRun>(
      (findingIds) =>
        db.findingRun.findMany({ where: { findingId: { in: findingIds } }, orderBy: { index: 'asc' } }),
      'findingId',
    ),
    /** Numbers of the stored versions of a finding, in ascending order. */
    versionNumbers: loadGroups<Pick<FindingVersion, 'findingId' | 'number'>>(
      (findingIds) =>
        db.findingVersion.findMany({
          where: { findingId: { in: findingIds } },
          select: { findingId: true, number: true },
          orderBy: { number: 'asc' },
        }),
      'findingId',
    ),
    /** Runs that are attached to a finding, oldest first. */
    evidence: loadGroups<Evidence>(
      (findingIds) =>
        db.evidence.findMany({
          where: { findingId: { in: findingIds } },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        }),
      'findingId',
    ),
    claimById: loadByKey<Claim>((ids) => db.claim.findMany({ where: { id: { in: ids } } }), 'id'),
    hiddenFinding: loadByKey<{ findingId: string }>(
      (ids) => db.hiddenFinding.findMany({ where: { findingId: { in: ids } } }),
      'findingId',
    ),
    findingById: loadByKey<ListedFinding>(
      (ids) => db.finding.findMany({ where: { id: { in: ids } }, omit: LONG_COLUMNS }),
      'id',
    ),
    /** Forks of a finding, oldest first; at most 100 of each are kept. */
    forks: loadGroups<ListedFinding>(
      (ids) =>
        db.finding.findMany({
          where: { forkedFromId: { in: ids }, ...LISTED_FINDING },
          omit: LONG_COLUMNS,
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
          take: MAX_LINEAGE * ids.length,
        }),
      'forkedFromId',
    ),
    /** Long columns of a finding that a list has left out. */
    findingCard: loadByKey<Pick<Finding, 'id' | 'card'>>(
      (ids) => db.finding.findMany({ where: { id: { in: ids } }, select: { id: true, card: true } }),
      'id',
    ),
    findingText: loadByKey<Pick<Finding, 'id' | 'summary' | 'summaryTree'>>(
      (ids) =>
        db.finding.findMany({
          where: { id: { in: ids } },
          select: { id: true, summary: true, summaryTree: true },
        }),
      'id',
    ),
    tallies: new DataLoader<string, Tallies>(
      async (ids) => {
        const found = await readTallies(db, ids);
        return ids.map((id) => found.get(id)!);
      },
      { maxBatchSize: MAX_KEYS },
    ),
  };
}
