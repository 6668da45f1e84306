/** When models are loaded and released, with models that only count. */
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../errors';
import type { LoadedModel } from '../forward/model';
import type { LocatedModel } from '../models/models';
import { createModelStore, type ModelStore } from './model-store';

const PARAMETERS = 100;
const BYTES = 4 * PARAMETERS;

let events: string[];
let stamps: Record<string, string>;
/** Loads that wait until they are told how to end. */
let held: Map<string, Deferred> | null;
let failing: Set<string>;
beforeEach(() => {
  events = [];
  stamps = { a: '1', b: '1', c: '1' };
  held = null;
  failing = new Set();
});

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}
function defer(): Deferred {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

function createStore(models: number): ModelStore {
  const locate = async (id: string): Promise<LocatedModel> => {
    const stamp = stamps[id];
    if (stamp === undefined) throw new AppError('MODEL_UNAVAILABLE', `There is no model '${id}'.`);
    return {
      path: `${id}${stamp}`,
      stamp,
      info: { parameters: PARAMETERS },
      configSha256: 'config',
      tokenizerSha256: 'tokenizer',
    } as LocatedModel;
  };
  return createModelStore({ locate }, models * BYTES, async ({ path }) => {
    events.push(`load ${path}`);
    await held?.get(path)?.promise;
    if (failing.has(path)) throw new AppError('MODEL_UNAVAILABLE', `${path} is broken.`);
    const model = {
      release: async () => {
        events.push(`release ${path}`);
      },
    } as LoadedModel;
    return { model, weightsSha256: path };
  });
}

/** Uses a model and says which one it was. */
const use = (store: ModelStore, id: string): Promise<string> =>
  store.withModel(id, async (_model, { weightsSha256 }) => weightsSha256);

describe('loading', () => {
  it('loads a model once, also for requests that come while it is loaded', async () => {
    const store = createStore(3);
    expect(await Promise.all([use(store, 'a'), use(store, 'a'), use(store, 'a')])).toEqual([
      'a1',
      'a1',
      'a1',
    ]);
    expect(await use(store, 'a')).toBe('a1');
    expect(events).toEqual(['load a1']);
  });

  it('loads again when the files have changed, and releases the old one', async () => {
    const store = createStore(3);
    await use(store, 'a');
    stamps['a'] = '2';
    expect(await use(store, 'a')).toBe('a2');
    expect(events).toEqual(['load a1', 'release a1', 'load a2']);
  });

  it('lets a request finish on a model whose files change meanwhile', async () => {
    const store = createStore(3);
    const working = defer();
    const first = store.withModel('a', async (_model, { weightsSha256 }) => {
      await working.promise;
      return weightsSha256;
    });
    await expect.poll(() => events).toEqual(['load a1']);
    stamps['a'] = '2';
    expect(await use(store, 'a')).toBe('a2');
    working.resolve();
    expect(await first).toBe('a1');
    expect(events).toEqual(['load a1', 'load a2']);
  });

  it('does not keep a failure', async () => {
    const store = createStore(3);
    failing.add('a1');
    const attempts = await Promise.allSettled([use(store, 'a'), use(store, 'a')]);
    expect(attempts.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    failing.clear();
    expect(await use(store, 'a')).toBe('a1');
    expect(events).toEqual(['load a1', 'load a1']);
  });

  it('passes on what the search for a model throws', async () => {
    await expect(use(createStore(1), 'x')).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    expect(events).toEqual([]);
  });
});

describe('memory', () => {
  it('releases the least recently used model first', async () => {
    const store = createStore(2);
    await use(store, 'a');
    await use(store, 'b');
    await use(store, 'a');
    await use(store, 'c');
    expect(events).toEqual(['load a1', 'load b1', 'release b1', 'load c1']);
  });

  it('keeps a model in use, and releases what is too much when it is no longer used', async () => {
    const store = createStore(1);
    await store.withModel('a', async () => {
      await use(store, 'b');
      expect(events).toEqual(['load a1', 'load b1']);
    });
    expect(events).toEqual(['load a1', 'load b1', 'release a1']);
    expect(await use(store, 'b')).toBe('b1');
    expect(events).toHaveLength(3);
  });

  it('keeps the last used model, however large', async () => {
    const store = createStore(0);
    await use(store, 'a');
    await use(store, 'a');
    expect(events).toEqual(['load a1']);
  });

  it('releases a model after work that fails', async () => {
    const store = createStore(1);
    await expect(store.withModel('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await use(store, 'b');
    expect(events).toEqual(['load a1', 'release a1', 'load b1']);
  });

  it('releases its models when it is closed while another is loaded', async () => {
    const store = createStore(3);
    held = new Map([['b1', defer()]]);
    await use(store, 'a');
    const loading = use(store, 'b');
    await expect.poll(() => events).toEqual(['load a1', 'load b1']);
    const closing = store.close();
    held.get('b1')!.resolve();
    await Promise.all([loading, closing]);
    expect(events).toContain('release a1');
  });
});
