/** Models in memory: loaded when first asked for, the least recently used let go when they outgrow their share. */
import { locateModel } from './gpt2/models';
import { loadModel, type Gpt2Model } from './gpt2/model';

interface Loaded {
  readonly stamp: string;
  readonly model: Promise<Gpt2Model>;
  users: number;
  lastUsed: number;
}

/** Lends models. */
export interface ModelStore {
  /**
   * Hands a model to `use`; it stays in memory at least until that ends.
   *
   * @throws MODEL_UNAVAILABLE; ENGINE_FAILED.
   */
  withModel<T>(id: string, use: (model: Gpt2Model, stamp: string) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * @param folders where models are looked for.
 * @param maxBytes of all models together; one in use is never let go.
 */
export function createModelStore(folders: readonly string[], maxBytes: number): ModelStore {
  const loaded = new Map<string, Loaded>();
  let clock = 0;

  const acquire = async (id: string): Promise<Loaded> => {
    const place = await locateModel(id, folders);
    const known = loaded.get(id);
    if (known?.stamp === place.stamp) return known;
    if (known) await release(id, known);
    const entry: Loaded = {
      stamp: place.stamp,
      model: loadModel(place.path, place.gpt2),
      users: 0,
      lastUsed: 0,
    };
    loaded.set(id, entry);
    // A failure is not remembered: the files may be mended.
    entry.model.catch(() => {
      if (loaded.get(id) === entry) loaded.delete(id);
    });
    return entry;
  };
  const release = async (id: string, entry: Loaded): Promise<void> => {
    if (loaded.get(id) === entry) loaded.delete(id);
    const model = await entry.model.catch(() => null);
    // Whoever still uses an outdated model finishes on it; the runtime frees it with the last reference.
    if (entry.users === 0) await model?.release();
  };
  const makeRoom = async (): Promise<void> => {
    const sizes = await Promise.all(
      [...loaded].map(async ([id, entry]) => ({ id, entry, bytes: (await entry.model).bytes })),
    );
    let total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { id, entry, bytes } of sizes.toSorted((a, b) => a.entry.lastUsed - b.entry.lastUsed)) {
      if (total <= maxBytes) return;
      if (entry.users > 0) continue;
      await release(id, entry);
      total -= bytes;
    }
  };

  return {
    async withModel(id, use) {
      const entry = await acquire(id);
      entry.users++;
      entry.lastUsed = ++clock;
      try {
        const model = await entry.model;
        await makeRoom().catch(() => {});
        return await use(model, entry.stamp);
      } finally {
        entry.users--;
      }
    },
    async close() {
      await Promise.all([...loaded].map(([id, entry]) => release(id, entry)));
    },
  };
}
