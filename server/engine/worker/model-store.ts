/** Models in memory: loaded at their first use; the least recently used are released when they outgrow their share. */
import { loadModel, type LoadedModel, type ModelPlace } from '../forward/model';
import { computeModelDigest, type ModelIdentity } from '../models/model-identity';
import type { LocatedModel, ModelDirectories } from '../models/models';

/** Lends models. */
export interface ModelStore {
  /**
   * Passes a model to `use`; it stays in memory at least until that has ended.
   *
   * @throws MODEL_UNAVAILABLE; ENGINE_FAILED.
   */
  withModel<T>(id: string, use: (model: LoadedModel, identity: ModelIdentity) => Promise<T>): Promise<T>;
  /** Models in memory, with the bytes of their weights as float32. */
  list(): { readonly id: string; readonly bytes: number }[];
  /** Releases every model. */
  close(): Promise<void>;
}

/** A model in memory, with its identity by the bytes that were loaded. */
interface StoredModel {
  readonly model: LoadedModel;
  readonly identity: ModelIdentity;
}

interface Entry {
  readonly stamp: string;
  readonly loading: Promise<StoredModel>;
  /** Of its weights as float32, which is nearly all of its memory. */
  readonly bytes: number;
  users: number;
  lastUsed: number;
}

/**
 * @param directories where models are found.
 * @param maxBytes of all models together; one in use is never released.
 * @param load replaced in tests.
 */
export function createModelStore(
  directories: Pick<ModelDirectories, 'locate'>,
  maxBytes: number,
  load: (place: ModelPlace) => Promise<{ model: LoadedModel; weightsSha256: string }> = loadModel,
): ModelStore {
  const entries = new Map<string, Entry>();
  let clock = 0;

  const acquire = async (id: string): Promise<Entry> => {
    const place = await directories.locate(id);
    const known = entries.get(id);
    if (known?.stamp === place.stamp) return use(known);
    if (known) await release(id, known);
    const bytes = 4 * place.info.parameters;
    await makeRoom(bytes);
    // Another request may have started to load it in the meantime.
    const begun = entries.get(id);
    if (begun?.stamp === place.stamp) return use(begun);
    const entry: Entry = {
      stamp: place.stamp,
      loading: loadWithIdentity(place),
      bytes,
      users: 0,
      lastUsed: 0,
    };
    entries.set(id, entry);
    // A failure is not kept: the files may be repaired.
    entry.loading.catch(() => {
      if (entries.get(id) === entry) entries.delete(id);
    });
    return use(entry);
  };

  /** Counts a user; nothing is awaited between finding an entry and this call, so that it cannot be released in between. */
  const use = (entry: Entry): Entry => {
    entry.users++;
    entry.lastUsed = ++clock;
    return entry;
  };

  const release = async (id: string, entry: Entry): Promise<void> => {
    if (entries.get(id) === entry) entries.delete(id);
    const ready = await entry.loading.catch(() => null);
    // A request that still uses an outdated model finishes on it; the runtime frees it with the last reference.
    if (entry.users === 0) await ready?.model.release();
  };

  /** Releases models, the least recently used first, until `bytes` more fit; for 0 bytes the last used one stays. */
  const makeRoom = async (bytes: number): Promise<void> => {
    let total = [...entries.values()].reduce((sum, entry) => sum + entry.bytes, bytes);
    const byAge = [...entries].toSorted(([, a], [, b]) => a.lastUsed - b.lastUsed);
    for (const [id, entry] of byAge) {
      if (total <= maxBytes) return;
      if (entry.users > 0 || (bytes === 0 && entry.lastUsed === clock)) continue;
      await release(id, entry);
      total -= entry.bytes;
    }
  };

  const loadWithIdentity = async (place: LocatedModel): Promise<StoredModel> => {
    const { model, weightsSha256 } = await load(place);
    const digest = computeModelDigest({
      config: place.configSha256,
      weights: weightsSha256,
      tokenizer: place.tokenizerSha256,
    });
    return { model, identity: { digest, weightsSha256 } };
  };

  return {
    async withModel(id, work) {
      const entry = await acquire(id);
      try {
        const { model, identity } = await entry.loading;
        return await work(model, identity);
      } finally {
        entry.users--;
        // A model that was in use when another was loaded may be too much now.
        await makeRoom(0);
      }
    },
    list: () => [...entries].map(([id, { bytes }]) => ({ id, bytes })),
    async close() {
      await Promise.all([...entries].map(([id, entry]) => release(id, entry)));
    },
  };
}
