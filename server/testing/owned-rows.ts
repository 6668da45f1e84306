/** Rows that belong to a user, one of each kind that prisma/schema.prisma declares. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Prisma } from '../db';
import type { Services } from '../services/services';
import { storeRuns } from './stored-runs';

/** A column that refers to User. */
export interface UserColumn {
  readonly model: string;
  readonly column: string;
}

/** Every column that refers to User, except that of the account itself. */
export function readUserColumns(): UserColumn[] {
  const schema = readFileSync('prisma/schema.prisma', 'utf8');
  return [...schema.matchAll(/^model (\w+) \{([^]*?)^\}/gm)]
    .flatMap(([, model, body]) =>
      [...body!.matchAll(/\sUser\??\s+@relation\((?:"\w+", )?fields: \[(\w+)\]/g)].map(([, column]) => ({
        model: model!,
        column: column!,
      })),
    )
    .filter(({ model }) => model !== 'UserAccount');
}

/** How many rows each of these columns has for a user, as `Model.column`. */
export async function countOwnedRows({ db }: Services, userId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { model, column } of readUserColumns()) {
    const [row] = await db.$queryRaw<{ rows: bigint }[]>(
      Prisma.sql`SELECT COUNT(*) AS "rows" FROM ${Prisma.raw(`"${model}"`)} WHERE ${Prisma.raw(`"${column}"`)} = ${userId}`,
    );
    counts[`${model}.${column}`] = Number(row!.rows);
  }
  return counts;
}

/**
 * Stores rows of every kind for a user: three runs, one of them published and one attached to the finding, and an access
 * token; a joint patch and a circuit on the published run; a collection, which the user may edit by both rights; a prompt set;
 * a comment on the finding and what belongs to it.
 *
 * @param prefix of the ids of the runs; its first letter is the name of their first owner.
 */
export async function storeOwnedRows(services: Services, ownerId: string, prefix: string): Promise<void> {
  const { db } = services;
  const names = [`${prefix}1`, `${prefix}2`, `${prefix}3`];
  await storeRuns(services, names, { status: 'SUCCEEDED' });
  await db.run.updateMany({ where: { id: { in: names } }, data: { ownerId } });
  const runId = names[0]!;
  await db.finding.create({
    data: {
      id: runId,
      slug: runId.toLowerCase(),
      runId,
      ownerId,
      title: 'A title',
      summary: 'A claim.',
      card: '{}',
      text: 'a title',
      tags: { create: { tag: 'heads' } },
      versions: {
        create: {
          id: `${prefix}v`,
          number: 1,
          createdAt: new Date(0),
          authorId: ownerId,
          title: 'A title',
          summary: 'A claim.',
          tags: '["heads"]',
          claims: '[]',
          runs: JSON.stringify([{ runId, label: null }]),
        },
      },
    },
  });
  await storeJointPatch(services, ownerId, runId);
  await db.circuit.create({
    data: {
      id: `${prefix}c`,
      runId,
      creatorId: ownerId,
      name: 'A circuit',
      nodes: '[]',
      side: 'CLEAN',
      scope: 'HEADS',
      value: 'ZERO',
      metric: 'logit_diff',
      engineVersion: '1',
      results: '{}',
    },
  });
  await db.evidence.create({
    data: {
      id: `${prefix}e`,
      findingId: runId,
      runId: names[1]!,
      creatorId: ownerId,
      stance: 'SUPPORTS',
      note: 'x',
    },
  });
  await db.collection.create({
    data: {
      id: `${prefix}l`,
      slug: `${prefix}l`.toLowerCase(),
      ownerId,
      title: 'A list',
      visibility: 'PUBLIC',
      items: { create: [{ index: 0, findingId: runId }] },
      editors: { create: { userId: ownerId } },
    },
  });
  await db.promptSet.create({
    data: {
      id: `${prefix}p`,
      ownerId,
      visibility: 'PUBLIC',
      text: 'a set',
      versions: {
        create: {
          number: 1,
          name: 'A set',
          description: '',
          source: '',
          licence: '',
          pairCount: 0,
          pairs: { create: { pairs: '[]' } },
        },
      },
    },
  });
  await storeCommunityRows(services, ownerId, prefix);
  await db.accessToken.create({ data: { userId: ownerId, name: 'script', hash: `hash of ${prefix}` } });
}

/** A comment on the finding with a reaction, a star, notifications to and of the user, a report, and an entry of the audit log. */
async function storeCommunityRows({ db }: Services, userId: string, prefix: string): Promise<void> {
  const findingId = `${prefix}1`;
  const commentId = `${prefix}m`;
  await db.comment.create({
    data: {
      id: commentId,
      findingId,
      authorId: userId,
      text: 'x',
      tree: '{"type":"root","children":[]}',
      reactions: { create: { userId, kind: 'AGREE' } },
    },
  });
  await db.star.create({ data: { findingId, userId } });
  const other = prefix[0]!;
  const about = { findingId, commentId, kind: 'COMMENT' };
  await db.notification.create({
    data: { ...about, id: `${prefix}n`, key: `to ${prefix}`, userId, actorId: other },
  });
  await db.notification.create({
    data: { ...about, id: `${prefix}o`, key: `of ${prefix}`, userId: other, actorId: userId },
  });
  await db.report.create({
    data: { id: `${prefix}r`, findingId, commentId, reporterId: userId, reason: 'x' },
  });
  // Entries stay when everything else is deleted.
  await db.auditEntry.create({ data: { id: randomUUID(), actorId: userId, action: 'hideComment' } });
}

/** Stores a joint patch of a user on any run. */
export async function storeJointPatch({ db }: Services, creatorId: string, runId: string): Promise<void> {
  await db.jointPatch.create({
    data: {
      id: `${creatorId} ${runId}`,
      runId,
      creatorId,
      direction: 'DENOISING',
      sites: '[]',
      value: 'ZERO',
      contentHash: creatorId,
      engineVersion: '1',
      provider: 'cpu',
    },
  });
}
