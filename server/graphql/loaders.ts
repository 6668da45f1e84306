/** Batches the database queries of one request: one query for each kind of object, however many are nested in lists. */
import type { Actor } from '../accounts/policy';
import type { Database, User } from '../db';
import { loadByKey } from '../load-rows';
import { createDiscussionLoaders } from '../discussion/loaders';
import type { ModelInfo } from '../engine/api';
import { createGalleryLoaders } from '../gallery/loaders';
import type { Models } from '../models/registry/installed';
import { listSetNames } from '../prompts/sets/find';
import { createRunLoaders } from '../runs/loaders';

export type Loaders = ReturnType<typeof createLoaders>;

/**
 * Creates loaders for one request; they keep everything they read.
 *
 * @param actor the requester: runs that they may not open are not there.
 */
export function createLoaders(
  {
    db,
    models,
  }: {
    readonly db: Database;
    readonly models: Pick<Models, 'list'>;
  },
  actor: Actor,
) {
  return {
    ...createRunLoaders(db, actor),
    ...createGalleryLoaders(db, actor),
    ...createDiscussionLoaders(db),
    /** The model directories are read once, however many runs need a model. */
    installedModel: loadByKey<ModelInfo>(() => models.list(), 'id'),
    /** Of versions of prompt sets, by `id@2`. */
    promptSetName: loadByKey((ids) => listSetNames(db, actor, ids), 'id'),
    user: loadByKey<User>((ids) => db.user.findMany({ where: { id: { in: ids } } }), 'id'),
  };
}
