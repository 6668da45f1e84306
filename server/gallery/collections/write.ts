/** Creating, changing, sharing, copying and deleting collections. */
import { randomBytes } from 'node:crypto';
import { MAX_COLLECTION_ITEMS, MAX_COLLECTIONS } from '../../../domain/limits';
import type { Visibility } from '../../../domain/visibility';
import { authorize, isAuthorized, type Actor } from '../../accounts/policy';
import { wakeRecipients } from '../../community/notify';
import type { CommunityServices } from '../../community/services';
import type { Collection, Database } from '../../db';
import { AppError } from '../../errors';
import { createId } from '../../create-id';
import { findStandingFinding } from '../find-open';
import { makeSlug } from '../slug';
import { resolveEditors } from './editors';
import { checkContent, type ItemInput, type ItemRow } from './items';
import { requireCollection } from './read';
import { tellOfAdditions } from './tell-of-additions';

export interface CollectionInput {
  readonly title: string;
  readonly visibility: Visibility;
  readonly items: readonly ItemInput[];
}

function hasItems(stored: readonly ItemRow[], items: readonly ItemRow[]): boolean {
  const isSame = (a: ItemRow, b: ItemRow | undefined): boolean =>
    a.index === b?.index && a.findingId === b.findingId && a.text === b.text;
  return stored.length === items.length && stored.every((item, at) => isSame(item, items[at]));
}

/** What a collection has, in its order. */
const ITEMS = {
  orderBy: { index: 'asc' },
  select: { index: true, findingId: true, text: true, textTree: true },
} as const;

type Act = () => Promise<string>;
type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0];

/**
 * Stores a new collection of the requester's.
 *
 * @param act the requester's id; a visitor becomes a guest once the input is valid.
 * @throws BAD_USER_INPUT with every issue; QUOTA_EXCEEDED.
 */
export async function createCollection(
  services: CommunityServices,
  actor: Actor,
  act: Act,
  { visibility, ...written }: CollectionInput,
): Promise<Collection> {
  const { db, changes } = services;
  const { title, items } = await checkContent(db, actor, written);
  const data = { title, visibility, items: { create: [...items] } };
  let told: string[] = [];
  const created = await storeCollection(db, act, data, async (tx, collection) => {
    told = await tellOfAdditions(tx, collection, selectFindings(items), collection.ownerId);
  });
  wakeRecipients(changes, told);
  return created;
}

/**
 * Replaces title, visibility and items of a collection. Only the owner changes the visibility.
 *
 * @param version of the collection that was read: what others saved since then is not overwritten.
 * @throws NOT_FOUND; FORBIDDEN for anybody but owner, editors and administrators; BAD_USER_INPUT with every issue; CONFLICT with the
 *   current version when it was changed meanwhile.
 */
export async function saveCollection(
  services: CommunityServices,
  actor: Actor,
  {
    id: key,
    version,
    visibility,
    ...written
  }: CollectionInput & { readonly id: string; readonly version: number },
): Promise<Collection> {
  const { db } = services;
  const collection = await requireCollection(db, actor, key);
  const { id } = collection;
  authorize(actor, 'saveCollection', await listWriters(db, collection));
  if (visibility !== collection.visibility) authorize(actor, 'shareCollection', [collection.ownerId]);
  const { title, items } = await checkContent(db, actor, written);
  const { saved, told } = await db.$transaction(async (tx) => {
    // First, so that a second writer waits here and then finds another version.
    const { count } = await tx.collection.updateMany({
      where: { id, version },
      data: { title, visibility, version: { increment: 1 }, updatedAt: new Date() },
    });
    if (count === 0) {
      const current = await tx.collection.findUnique({ where: { id }, include: { items: ITEMS } });
      if (!current) throw new AppError('NOT_FOUND', 'The collection was deleted meanwhile.');
      // It was saved by the same request, whose answer was lost.
      const isNext = current.version === version + 1;
      const isSame = current.title === title && current.visibility === visibility;
      if (isNext && isSame && hasItems(current.items, items)) return { saved: current, told: [] };
      const message = `The collection was changed by somebody else: version ${current.version} is stored, and yours is made from version ${version}. Nothing was saved. Look at the other version, then save yours again or discard it.`;
      throw new AppError('CONFLICT', message, { details: { version: current.version } });
    }
    const before = selectFindings(await tx.collectionItem.findMany({ where: { collectionId: id } }));
    await tx.collectionItem.deleteMany({ where: { collectionId: id } });
    await tx.collectionItem.createMany({ data: items.map((item) => ({ ...item, collectionId: id })) });
    const stored = await tx.collection.findUniqueOrThrow({ where: { id } });
    const added = selectFindings(items).filter((findingId) => !before.includes(findingId));
    return {
      saved: stored,
      told: await tellOfAdditions(tx, stored, added, actor.userId ?? stored.ownerId),
    };
  });
  wakeRecipients(services.changes, told);
  return saved;
}

/**
 * Adds a finding to the end of a collection; one that has it already stays as it is.
 *
 * @param findingKey id or slug.
 * @throws NOT_FOUND; FORBIDDEN for anybody but owner, editors and administrators; CONFLICT for a withdrawn finding; QUOTA_EXCEEDED for
 *   a full collection.
 */
export async function addToCollection(
  services: CommunityServices,
  actor: Actor,
  key: string,
  findingKey: string,
): Promise<Collection> {
  const { db } = services;
  const collection = await requireCollection(db, actor, key);
  const { id } = collection;
  authorize(actor, 'addToCollection', await listWriters(db, collection));
  const { id: findingId } = await findStandingFinding(db, actor, findingKey);
  const { updated, told } = await db.$transaction(async (tx) => {
    const has = { where: { collectionId: id, findingId } };
    const changed = { version: { increment: 1 }, updatedAt: new Date() };
    // A write comes first, so that two additions at once get places of their own.
    const added = await tx.collection.update({ where: { id }, data: changed });
    if ((await tx.collectionItem.count(has)) > 0) {
      const data = { version: collection.version, updatedAt: collection.updatedAt };
      return { updated: await tx.collection.update({ where: { id }, data }), told: [] };
    }
    const last = await tx.collectionItem.aggregate({
      where: { collectionId: id },
      _max: { index: true },
      _count: { _all: true },
    });
    if (last._count._all >= MAX_COLLECTION_ITEMS) {
      const message = `The collection has ${last._count._all} findings and texts, which is the limit. Remove one first.`;
      throw new AppError('QUOTA_EXCEEDED', message, { details: { limit: MAX_COLLECTION_ITEMS } });
    }
    await tx.collectionItem.create({
      data: { collectionId: id, findingId, index: (last._max.index ?? -1) + 1 },
    });
    return {
      updated: added,
      told: await tellOfAdditions(tx, added, [findingId], actor.userId ?? added.ownerId),
    };
  });
  wakeRecipients(services.changes, told);
  return updated;
}

/**
 * Replaces the users who may change a collection besides its owner.
 *
 * @param editors account ids or names.
 * @throws NOT_FOUND; FORBIDDEN for anybody but the owner; BAD_USER_INPUT for names that no account or several accounts have.
 */
export async function shareCollection(
  db: Database,
  actor: Actor,
  key: string,
  editors: readonly string[],
): Promise<Collection> {
  const collection = await requireCollection(db, actor, key);
  const { id, ownerId } = collection;
  authorize(actor, 'shareCollection', [ownerId]);
  const users = (await resolveEditors(db, editors)).filter((userId) => userId !== ownerId);
  await db.$transaction([
    db.collectionEditor.deleteMany({ where: { collectionId: id } }),
    db.collectionEditor.createMany({ data: users.map((userId) => ({ collectionId: id, userId })) }),
  ]);
  return collection;
}

/** Copies a collection to a private one of the requester's. @throws NOT_FOUND; QUOTA_EXCEEDED. */
export async function forkCollection(db: Database, actor: Actor, act: Act, key: string): Promise<Collection> {
  const { id, title } = await requireCollection(db, actor, key);
  const items = await db.collectionItem.findMany({
    where: { collectionId: id },
    ...ITEMS,
  });
  return storeCollection(db, act, {
    title,
    visibility: 'PRIVATE',
    forkedFromId: id,
    items: { create: items },
  });
}

/** Deletes a collection; its findings stay. @returns its id. @throws NOT_FOUND; FORBIDDEN for anybody but owner and administrators. */
export async function deleteCollection(db: Database, actor: Actor, key: string): Promise<string> {
  const { id, ownerId } = await requireCollection(db, actor, key);
  authorize(actor, 'deleteCollection', [ownerId]);
  await db.collection.deleteMany({ where: { id } });
  return id;
}

/** Whether somebody may change a collection. @param editors user ids. */
export function canSave(
  { ownerId }: Pick<Collection, 'ownerId'>,
  editors: readonly string[],
  actor: Actor,
): boolean {
  return isAuthorized(actor, 'saveCollection', [ownerId, ...editors]);
}

function selectFindings(items: readonly { readonly findingId: string | null }[]): string[] {
  return items.flatMap(({ findingId }) => findingId ?? []);
}

async function listWriters(db: Database, { id, ownerId }: Collection): Promise<string[]> {
  const editors = await db.collectionEditor.findMany({ where: { collectionId: id } });
  return [ownerId, ...editors.map(({ userId }) => userId)];
}

type NewCollection = Omit<
  Parameters<Database['collection']['create']>[0]['data'],
  'id' | 'slug' | 'ownerId' | 'owner'
>;

/** @param store stores what belongs to the collection in the same transaction. */
async function storeCollection(
  db: Database,
  act: Act,
  data: NewCollection,
  store: (tx: Transaction, created: Collection) => Promise<void> = async () => {},
): Promise<Collection> {
  const ownerId = await act();
  const id = createId(ownerId);
  // Transactions are serial: what is read in one stays valid until the collection is stored.
  return db.$transaction(async (tx) => {
    const known = await tx.collection.findUnique({ where: { id } });
    if (known) return known;
    const count = await tx.collection.count({ where: { ownerId } });
    if (count >= MAX_COLLECTIONS) {
      const message = `You have ${count} collections, which is the limit. Delete one first.`;
      throw new AppError('QUOTA_EXCEEDED', message, { details: { limit: MAX_COLLECTIONS } });
    }
    const words = makeSlug(data.title) || 'collection';
    const taken = await tx.collection.findUnique({ where: { slug: words }, select: { id: true } });
    // A private title is not guessed from its address.
    const isPlain = !taken && words !== 'new' && data.visibility === 'PUBLIC';
    const slug = isPlain ? words : `${words}-${randomBytes(6).toString('hex')}`;
    const created = await tx.collection.create({ data: { ...data, id, slug, ownerId } });
    await store(tx, created);
    return created;
  });
}
