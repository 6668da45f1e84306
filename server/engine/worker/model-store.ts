/** Models in memory: loaded when first asked for, the least recently used let go when they outgrow their share. */
import type { LocatedModel, ModelDirectories } from '../models/models';
import { loadModel, type LoadedModel } from '../forward/model';
import { computeModelDigest, type ModelIdentity } from '../models/model-identity';

/** A model in memory, and what it is by the bytes that were loaded. */
interface StoredModel {
  readonly model: LoadedModel;
  readonly identity: ModelIdentity;
}

interface Loaded {
  readonly stamp: string;
  readonly loading: Promise<StoredModel>;
  /** Of its weights as float32, which is nearly all of it. */
  readonly bytes: number;
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
  withModel<T>(id: string, use: (model: LoadedModel, identity: ModelIdentity) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * @param directories where models are looked for.
 * @param maxBytes of all models together; one in use is never let go.
 */
export function createModelStore(directories: ModelDirectories, maxBytes: number): ModelStore {
  const loaded = new Map<string, Loaded>();
  let clock = 0;

  /** Counts as a user from now on: nothing is awaited between finding a model and saying that it is used. */
  const use = (entry: Loaded): Loaded => {
    entry.users++;
    entry.lastUsed = ++clock;
    return entry;
  };
  const acquire = async (id: string): Promise<Loaded> => {
    const place = await directories.locate(id);
    const known = loaded.get(id);
    if (known?.stamp === place.stamp) return use(known);
    if (known) await release(id, known);
    const bytes = 4 * place.info.parameters;
    await makeRoom(bytes);
    // Somebody else may have begun to load it meanwhile.
    const begun = loaded.get(id);
    if (begun?.stamp === place.stamp) return use(begun);
    const entry: Loaded = {
      stamp: place.stamp,
      loading: load(place),
      bytes,
      users: 0,
      lastUsed: 0,
    };
    loaded.set(id, entry);
    // A failure is not remembered: the files may be mended.
    entry.loading.catch(() => {
      if (loaded.get(id) === entry) loaded.delete(id);
    });
    return use(entry);
  };
  const release = async (id: string, entry: Loaded): Promise<void> => {
    if (loaded.get(id) === entry) loaded.delete(id);
    const ready = await entry.loading.catch(() => null);
    // Whoever still uses an outdated model finishes on it; the runtime frees it with the last reference.
    if (entry.users === 0) await ready?.model.release();
  };
  /** Lets models go, the least recently used first, until `bytes` more fit; the last one used stays when nothing is to come. */
  const makeRoom = async (bytes: number): Promise<void> => {
    let total = [...loaded.values()].reduce((sum, entry) => sum + entry.bytes, bytes);
    const byAge = [...loaded].toSorted(([, a], [, b]) => a.lastUsed - b.lastUsed);
    for (const [id, entry] of byAge) {
      if (total <= maxBytes) return;
      if (entry.users > 0 || (bytes === 0 && entry.lastUsed === clock)) continue;
      await release(id, entry);
      total -= entry.bytes;
    }
  };

  return {
    async withModel(id, work) {
      const entry = await acquire(id);
      try {
        const { model, identity } = await entry.loading;
        return await work(model, identity);
      } finally {
        entry.users--;
        // What was in use when others came may be too much now.
        await makeRoom(0);
      }
    },
    async close() {
      await Promise.all([...loaded].map(([id, entry]) => release(id, entry)));
    },
  };
}

async function load(place: LocatedModel): Promise<StoredModel> {
  const { configSha256, tokenizerSha256 } = place;
  const { model, weightsSha256 } = await loadModel(place);
  const digest = computeModelDigest({
    config: configSha256,
    weights: weightsSha256,
    tokenizer: tokenizerSha256,
  });
  return { model, identity: { digest, weightsSha256 } };
}
